import { JUDGED_FORMS } from './judgedForms.ts';
import { row, type UrlCase } from './urlCase.ts';

/** Services and their pages. */
const SERVICES: readonly UrlCase[] = [
  // Hosts, as their pages show them.
  row('openai', 'https://api.cerebras.ai', 'https://api.cerebras.ai/v1/chat/completions'),
  row(
    'openai',
    'https://integrate.api.nvidia.com/v1/chat/completions',
    'https://integrate.api.nvidia.com/v1/chat/completions',
  ),
  row(
    'openai',
    'https://router.huggingface.co',
    'https://router.huggingface.co/v1/chat/completions',
  ),
  row(
    'openai',
    'https://router.huggingface.co/v1/chat/completions',
    'https://router.huggingface.co/v1/chat/completions',
  ),
  row(
    'openai',
    'https://huggingface.co/Qwen/Qwen3-Coder-30B-A3B-Instruct',
    /router\.huggingface\.co/,
  ),
  row('openai', 'https://api.sambanova.ai/v1', 'https://api.sambanova.ai/v1/chat/completions'),
  row(
    'openai',
    'https://dashscope-intl.aliyuncs.com',
    'https://dashscope-intl.aliyuncs.com/compatible-mode/v1/chat/completions',
  ),
  row('openai', 'https://api.moonshot.cn', 'https://api.moonshot.cn/v1/chat/completions'),
  row('openai', 'https://api.moonshot.ai/v1/', 'https://api.moonshot.ai/v1/chat/completions'),
  row(
    'openai',
    'https://api.z.ai/api/coding/paas/v4',
    'https://api.z.ai/api/coding/paas/v4/chat/completions',
  ),
  row(
    'openai',
    'https://open.bigmodel.cn/api/paas/v4/chat/completions',
    'https://open.bigmodel.cn/api/paas/v4/chat/completions',
  ),
  row(
    'openai',
    'https://api.siliconflow.cn/v1/chat/completions',
    'https://api.siliconflow.cn/v1/chat/completions',
  ),
  row(
    'openai',
    'https://api.deepinfra.com',
    'https://api.deepinfra.com/v1/openai/chat/completions',
  ),
  row(
    'openai',
    'https://api.deepinfra.com/v1/openai/chat/completions',
    'https://api.deepinfra.com/v1/openai/chat/completions',
  ),
  row(
    'openai',
    'https://api.novita.ai/v3/openai/chat/completions',
    'https://api.novita.ai/v3/openai/chat/completions',
  ),
  row('openai', 'https://api.novita.ai/openai', 'https://api.novita.ai/openai/chat/completions'),
  row('openai', 'api.x.ai', 'https://api.x.ai/v1/chat/completions'),
  row(
    'openai',
    'https://api.perplexity.ai/chat/completions',
    'https://api.perplexity.ai/chat/completions',
  ),
  row(
    'openai',
    'https://api.anthropic.com/v1/messages',
    'https://api.anthropic.com/v1/chat/completions',
  ),
  row('openai', 'https://api.anthropic.com', 'https://api.anthropic.com/v1/chat/completions'),
  row('openai', 'https://ai-gateway.vercel.sh', 'https://ai-gateway.vercel.sh/v1/chat/completions'),
  row('openai', 'https://api.portkey.ai/v1', 'https://api.portkey.ai/v1/chat/completions'),
  row(
    'openai',
    'https://gateway.ai.cloudflare.com/v1/acc/gw/compat/chat/completions',
    'https://gateway.ai.cloudflare.com/v1/acc/gw/compat/chat/completions',
  ),
  row(
    'openai',
    'https://api.cloudflare.com/client/v4/accounts/acc1/ai/v1',
    'https://api.cloudflare.com/client/v4/accounts/acc1/ai/v1/chat/completions',
  ),
  row(
    'openai',
    'https://us-central1-aiplatform.googleapis.com/v1/projects/$PROJECT_ID/locations/us-central1/endpoints/openapi',
    /PROJECT_ID/,
  ),
  row(
    'openai',
    'https://aiplatform.googleapis.com/v1/projects/p2/locations/global/endpoints/openapi/chat/completions',
    'https://aiplatform.googleapis.com/v1/projects/p2/locations/global/endpoints/openapi/chat/completions',
  ),
  row(
    'openai',
    'https://dbc-1.cloud.databricks.com/serving-endpoints',
    'https://dbc-1.cloud.databricks.com/serving-endpoints/chat/completions',
  ),
  row(
    'openai',
    'https://bedrock-runtime.us-west-2.amazonaws.com/openai/v1',
    'https://bedrock-runtime.us-west-2.amazonaws.com/openai/v1/chat/completions',
  ),
  row(
    'openai',
    'http://gw-1.us-east-1.elb.amazonaws.com/api/v1',
    'http://gw-1.us-east-1.elb.amazonaws.com/api/v1/chat/completions',
  ),
  row(
    'openai',
    'generativelanguage.googleapis.com/v1beta/openai',
    'https://generativelanguage.googleapis.com/v1beta/openai/chat/completions',
  ),
  row(
    'openai',
    'https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-pro:streamGenerateContent?alt=sse',
    'https://generativelanguage.googleapis.com/v1beta/openai/chat/completions',
  ),
  row('openai', 'https://models.github.ai', 'https://models.github.ai/inference/chat/completions'),
  row(
    'github-models',
    'https://models.github.ai/inference',
    'https://models.github.ai/inference/chat/completions',
  ),
  row(
    'github-models',
    'https://models.github.ai/orgs/acme/inference/chat/completions',
    'https://models.github.ai/orgs/acme/inference/chat/completions',
  ),
  row(
    'mistral',
    'https://codestral.mistral.ai',
    'https://codestral.mistral.ai/v1/chat/completions',
    'https://codestral.mistral.ai/v1/fim/completions',
  ),
  row(
    'mistral',
    'https://api.mistral.ai/v1/chat/completions',
    'https://api.mistral.ai/v1/chat/completions',
    'https://api.mistral.ai/v1/fim/completions',
  ),
  row(
    'deepseek',
    'https://api.deepseek.com/beta/completions',
    'https://api.deepseek.com/chat/completions',
    'https://api.deepseek.com/beta/completions',
  ),
  row(
    'deepseek',
    'api.deepseek.com',
    'https://api.deepseek.com/chat/completions',
    'https://api.deepseek.com/beta/completions',
  ),
  row('openai', 'https://console.groq.com/docs/openai', /https:\/\/api\.groq\.com/),
  row('openai', 'https://docs.mistral.ai/api/', /https:\/\/api\.mistral\.ai/),
  row(
    'openai',
    'https://docs.vllm.ai/en/latest/serving/openai_compatible_server.html',
    /page|documentation/,
  ),
  // Azure.
  row(
    'azure',
    'https://contoso.openai.azure.com/openai/v1/chat/completions',
    'https://contoso.openai.azure.com/openai/v1/chat/completions',
  ),
  row(
    'azure',
    'contoso.openai.azure.com',
    'https://contoso.openai.azure.com/openai/v1/chat/completions',
  ),
  row(
    'azure',
    'https://contoso.openai.azure.com/openai',
    'https://contoso.openai.azure.com/openai/v1/chat/completions',
  ),
  row(
    'azure',
    'https://contoso.services.ai.azure.com/models/chat/completions?api-version=2024-05-01-preview',
    'https://contoso.services.ai.azure.com/models/chat/completions?api-version=2024-05-01-preview',
  ),
  row(
    'azure',
    'https://contoso.services.ai.azure.com/',
    'https://contoso.services.ai.azure.com/openai/v1/chat/completions',
  ),
  row(
    'azure',
    'https://contoso.openai.azure.com/openai/deployments/d/completions?api-version=2024-10-21',
    'https://contoso.openai.azure.com/openai/deployments/d/chat/completions?api-version=2024-10-21',
  ),
  row('azure', 'https://your-resource-name.openai.azure.com/', /your-resource-name/),
  row(
    'azure',
    'https://contoso.openai.azure.com/openai/deployments/{deployment-id}/chat/completions',
    /\{deployment-id\}/,
  ),
  row('azure', 'https://ai.azure.com/resource/overview', /portal|page/),
];

/** The set that only judges: other hosts, pages and forms of the kinds in `pasted.ts`. Nothing is tuned on it. */
export const JUDGED_URLS: readonly UrlCase[] = [...SERVICES, ...JUDGED_FORMS];
