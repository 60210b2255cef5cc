import { row, type UrlCase } from './urlCase.ts';

/**
 * The set that the reader of addresses was written against: base URLs and requests as pages of documentation show them (of
 * OpenAI, Azure, Groq, DeepSeek and so on, of llama.cpp, Ollama, LM Studio, vLLM), and the forms in which they are pasted.
 */
export const PASTED_URLS: readonly UrlCase[] = [
  // OpenAI: the base of its clients, the request of its reference, the bare host, a page.
  row(
    'openai',
    'https://api.openai.com/v1',
    'https://api.openai.com/v1/chat/completions',
    'https://api.openai.com/v1/completions',
  ),
  row('openai', 'https://api.openai.com/v1/', 'https://api.openai.com/v1/chat/completions'),
  row('openai', 'https://api.openai.com', 'https://api.openai.com/v1/chat/completions'),
  row('openai', 'api.openai.com/v1', 'https://api.openai.com/v1/chat/completions'),
  row(
    'openai',
    'https://api.openai.com/v1/chat/completions',
    'https://api.openai.com/v1/chat/completions',
    'https://api.openai.com/v1/completions',
  ),
  row(
    'openai',
    'https://api.openai.com/v1/responses',
    'https://api.openai.com/v1/chat/completions',
  ),
  row('openai', 'http://api.openai.com/v1', 'https://api.openai.com/v1/chat/completions'),
  row(
    'openai',
    'https://platform.openai.com/docs/api-reference/chat',
    /https:\/\/api\.openai\.com/,
  ),
  // Azure: the portal's endpoint, its target URI, the new API, Foundry.
  row(
    'azure',
    'https://contoso.openai.azure.com/',
    'https://contoso.openai.azure.com/openai/v1/chat/completions',
  ),
  row(
    'azure',
    'https://contoso.openai.azure.com/openai/v1/',
    'https://contoso.openai.azure.com/openai/v1/chat/completions',
  ),
  row(
    'azure',
    'https://contoso.openai.azure.com/openai/deployments/gpt-4o/chat/completions?api-version=2025-01-01-preview',
    'https://contoso.openai.azure.com/openai/deployments/gpt-4o/chat/completions?api-version=2025-01-01-preview',
  ),
  row(
    'azure',
    'https://contoso.openai.azure.com/openai/deployments/gpt-4o?api-version=2024-06-01',
    'https://contoso.openai.azure.com/openai/deployments/gpt-4o/chat/completions?api-version=2024-06-01',
  ),
  row(
    'azure',
    'https://contoso.openai.azure.com/openai/deployments/gpt-4o/',
    'https://contoso.openai.azure.com/openai/deployments/gpt-4o/chat/completions?api-version=2024-10-21',
  ),
  row(
    'azure',
    'https://contoso.cognitiveservices.azure.com/openai/responses?api-version=2025-04-01-preview',
    'https://contoso.cognitiveservices.azure.com/openai/v1/chat/completions',
  ),
  row('azure', 'https://<your-resource>.openai.azure.com', /<your-resource>/),
  row('azure', 'https://YOUR_RESOURCE_NAME.openai.azure.com', /YOUR_RESOURCE_NAME/),
  row(
    'openai',
    'https://contoso.openai.azure.com/openai/v1/',
    'https://contoso.openai.azure.com/openai/v1/chat/completions',
  ),
  row(
    'openai',
    'https://contoso.openai.azure.com/openai/deployments/gpt-4o/chat/completions?api-version=2024-06-01',
    /"azure"/,
  ),
  // Anthropic and Gemini: their OpenAI-compatible APIs, and their own.
  row('openai', 'https://api.anthropic.com/v1/', 'https://api.anthropic.com/v1/chat/completions'),
  row(
    'openai',
    'https://generativelanguage.googleapis.com/v1beta/openai/',
    'https://generativelanguage.googleapis.com/v1beta/openai/chat/completions',
  ),
  row(
    'openai',
    'https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-flash:generateContent',
    'https://generativelanguage.googleapis.com/v1beta/openai/chat/completions',
  ),
  row(
    'openai',
    'https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-flash:generateContent?key=AIzaSyA-1234567890',
    /[Kk]ey/,
  ),
  // Mistral, Codestral, DeepSeek: fill-in-the-middle at paths of their own.
  row(
    'mistral',
    'https://codestral.mistral.ai/v1/fim/completions',
    'https://codestral.mistral.ai/v1/chat/completions',
    'https://codestral.mistral.ai/v1/fim/completions',
  ),
  row(
    'mistral',
    'https://api.mistral.ai',
    'https://api.mistral.ai/v1/chat/completions',
    'https://api.mistral.ai/v1/fim/completions',
  ),
  row(
    'deepseek',
    'https://api.deepseek.com/beta',
    'https://api.deepseek.com/chat/completions',
    'https://api.deepseek.com/beta/completions',
  ),
  row(
    'deepseek',
    'https://api.deepseek.com/v1',
    'https://api.deepseek.com/chat/completions',
    'https://api.deepseek.com/beta/completions',
  ),
  row(
    'deepseek',
    'https://api.deepseek.com/chat/completions',
    'https://api.deepseek.com/chat/completions',
    'https://api.deepseek.com/beta/completions',
  ),
  // Other hosts, by their pages.
  row('openai', 'https://api.groq.com', 'https://api.groq.com/openai/v1/chat/completions'),
  row(
    'openai',
    'https://api.groq.com/openai/v1/chat/completions',
    'https://api.groq.com/openai/v1/chat/completions',
  ),
  row('openrouter', 'https://openrouter.ai', 'https://openrouter.ai/api/v1/chat/completions'),
  row('openrouter', 'https://openrouter.ai/api', 'https://openrouter.ai/api/v1/chat/completions'),
  row(
    'openrouter',
    'https://openrouter.ai/api/v1/chat/completions',
    'https://openrouter.ai/api/v1/chat/completions',
  ),
  row(
    'openrouter',
    'https://openrouter.ai/qwen/qwen3-coder:free/api',
    'https://openrouter.ai/api/v1/chat/completions',
  ),
  row(
    'deepseek',
    'https://api.deepseek.com/anthropic',
    'https://api.deepseek.com/chat/completions',
    'https://api.deepseek.com/beta/completions',
  ),
  row(
    'openai',
    'https://api.z.ai/api/anthropic/v1/messages',
    'https://api.z.ai/api/paas/v4/chat/completions',
  ),
  row('openai', 'https://api.together.xyz', 'https://api.together.xyz/v1/chat/completions'),
  row(
    'openai',
    'https://api.fireworks.ai/inference/v1/completions',
    'https://api.fireworks.ai/inference/v1/chat/completions',
    'https://api.fireworks.ai/inference/v1/completions',
  ),
  row('openai', 'https://api.perplexity.ai', 'https://api.perplexity.ai/chat/completions'),
  row(
    'openai',
    'https://open.bigmodel.cn/api/paas/v4/',
    'https://open.bigmodel.cn/api/paas/v4/chat/completions',
  ),
  row(
    'openai',
    'https://dashscope.aliyuncs.com/compatible-mode/v1',
    'https://dashscope.aliyuncs.com/compatible-mode/v1/chat/completions',
  ),
  row(
    'openai',
    'https://gateway.ai.cloudflare.com/v1/0123abcd/my-gw/openai',
    'https://gateway.ai.cloudflare.com/v1/0123abcd/my-gw/openai/chat/completions',
  ),
  row(
    'openai',
    'https://gateway.ai.cloudflare.com/v1/acc/gw/anthropic',
    'https://gateway.ai.cloudflare.com/v1/acc/gw/anthropic/chat/completions',
  ),
  row(
    'openai',
    'https://gateway.ai.cloudflare.com/v1/acc/gw/anthropic/v1/messages',
    'https://gateway.ai.cloudflare.com/v1/acc/gw/anthropic/v1/chat/completions',
  ),
  row(
    'openai',
    'https://gateway.ai.cloudflare.com/v1/{account_id}/{gateway_id}/compat',
    /\{account_id\}/,
  ),
  row(
    'openai',
    'https://europe-west1-aiplatform.googleapis.com/v1/projects/p1/locations/europe-west1/endpoints/openapi',
    'https://europe-west1-aiplatform.googleapis.com/v1/projects/p1/locations/europe-west1/endpoints/openapi/chat/completions',
  ),
  row(
    'openai',
    'https://adb-123.4.azuredatabricks.net/serving-endpoints/my-model/invocations',
    'https://adb-123.4.azuredatabricks.net/serving-endpoints/chat/completions',
  ),
  row(
    'github-models',
    'https://models.github.ai/inference/chat/completions',
    'https://models.github.ai/inference/chat/completions',
  ),
  // Servers of one's own.
  row(
    'ollama',
    'http://localhost:11434/api/generate',
    'http://localhost:11434/v1/chat/completions',
    'http://localhost:11434/api/generate',
  ),
  row('ollama', 'http://localhost:11434/api', 'http://localhost:11434/v1/chat/completions'),
  row(
    'ollama',
    'localhost:11434',
    'http://localhost:11434/v1/chat/completions',
    'http://localhost:11434/api/generate',
  ),
  row(
    'ollama',
    'http://localhost:11434/v1/chat/completions',
    'http://localhost:11434/v1/chat/completions',
    'http://localhost:11434/api/generate',
  ),
  row('openai', 'http://localhost:11434', 'http://localhost:11434/v1/chat/completions'),
  row(
    'llamacpp',
    'http://127.0.0.1:8012/infill',
    'http://127.0.0.1:8012/v1/chat/completions',
    'http://127.0.0.1:8012/infill',
  ),
  row(
    'llamacpp',
    'http://127.0.0.1:8080/v1/',
    'http://127.0.0.1:8080/v1/chat/completions',
    'http://127.0.0.1:8080/infill',
  ),
  row('llamacpp', 'http://localhost:8080/completion', 'http://localhost:8080/v1/chat/completions'),
  row('lmstudio', 'http://localhost:1234', 'http://localhost:1234/v1/chat/completions'),
  row('lmstudio', 'http://localhost:1234/api/v0', 'http://localhost:1234/v1/chat/completions'),
  row('vllm', 'http://gpu-box:8000', 'http://gpu-box:8000/v1/chat/completions'),
  row('vllm', 'http://0.0.0.0:8000', 'http://0.0.0.0:8000/v1/chat/completions'),
  row('openai', 'http://localhost:4000', 'http://localhost:4000/v1/chat/completions'),
  row(
    'openai',
    'https://llm.corp.example/gateway',
    'https://llm.corp.example/gateway/chat/completions',
  ),
  row('openai', 'http://localhost:8080/generate', 'http://localhost:8080/v1/chat/completions'),
  row('openai', 'http://localhost:8000/v1/models', 'http://localhost:8000/v1/chat/completions'),
  row('openai', 'http://localhost:8000/v1/v1', 'http://localhost:8000/v1/chat/completions'),
  // Forms.
  row(
    'openai',
    '  https://api.groq.com/openai/v1  ',
    'https://api.groq.com/openai/v1/chat/completions',
  ),
  row('openai', '"https://api.x.ai/v1"', 'https://api.x.ai/v1/chat/completions'),
  row('openai', '<https://api.x.ai/v1>', 'https://api.x.ai/v1/chat/completions'),
  row('openai', '[xAI](https://api.x.ai/v1)', 'https://api.x.ai/v1/chat/completions'),
  row('openai', 'HTTPS://API.X.AI/v1', 'https://api.x.ai/v1/chat/completions'),
  row(
    'openai',
    "curl https://api.x.ai/v1/chat/completions -H 'Content-Type: application/json' \\",
    'https://api.x.ai/v1/chat/completions',
  ),
  row('openai', 'base_url="https://api.x.ai/v1",', 'https://api.x.ai/v1/chat/completions'),
  row('openai', 'OPENAI_BASE_URL=https://api.x.ai/v1', 'https://api.x.ai/v1/chat/completions'),
  row('openai', 'http://[::1]:8080/v1', 'http://[::1]:8080/v1/chat/completions'),
  row('ollama', 'http://::1:11434', /\[::1\]/),
  row('openai', 'http://localhost:99999/v1', /port/),
  row('openai', 'http://my server:8000/v1', /blank|space/),
  row('openai', 'ftp://localhost/v1', /http or https/),
  row('openai', 'sk-proj-abcdefghijklmnopqrstuvwxyz0123456789', /key/),
  row('openai', 'http://localhost:8000//v1//', 'http://localhost:8000/v1/chat/completions'),
  row('openai', 'http：//localhost：8000/v1', 'http://localhost:8000/v1/chat/completions'),
  row(
    'openai',
    'https://gw.example/v1?tenant=a',
    'https://gw.example/v1/chat/completions?tenant=a',
  ),
  row('ollama', 'https://user:pass@ollama.example', 'https://ollama.example/v1/chat/completions'),
  row('ollama', 'https://api.openai.com/v1', /"openai"/),
];
