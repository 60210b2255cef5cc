import { row, type UrlCase } from './urlCase.ts';

/** Servers of one's own, and the forms in which addresses are pasted. */
export const JUDGED_FORMS: readonly UrlCase[] = [
  // Servers of one's own.
  row(
    'ollama',
    'http://127.0.0.1:11434/',
    'http://127.0.0.1:11434/v1/chat/completions',
    'http://127.0.0.1:11434/api/generate',
  ),
  row(
    'ollama',
    'http://host.docker.internal:11434/api/chat',
    'http://host.docker.internal:11434/v1/chat/completions',
  ),
  row(
    'ollama',
    'host.docker.internal:11434',
    'http://host.docker.internal:11434/v1/chat/completions',
  ),
  row('ollama', '192.168.1.20:11434', 'http://192.168.1.20:11434/v1/chat/completions'),
  row(
    'ollama',
    'https://ai.corp.example/ollama/api/generate',
    'https://ai.corp.example/ollama/v1/chat/completions',
    'https://ai.corp.example/ollama/api/generate',
  ),
  row('ollama', 'http://localhost:11434/api/tags', 'http://localhost:11434/v1/chat/completions'),
  row('openai', 'http://localhost:11434/api', 'http://localhost:11434/v1/chat/completions'),
  row('openai', 'http://localhost:5001/api', 'http://localhost:5001/v1/chat/completions'),
  row(
    'openai',
    'http://localhost:5001/api/v1/generate',
    'http://localhost:5001/v1/chat/completions',
  ),
  row(
    'openai',
    'http://127.0.0.1:5000/v1/completions',
    'http://127.0.0.1:5000/v1/chat/completions',
  ),
  row(
    'openai',
    'http://localhost:1337/v1/chat/completions',
    'http://localhost:1337/v1/chat/completions',
  ),
  row(
    'openai',
    'http://localhost:3000/generate_stream',
    'http://localhost:3000/v1/chat/completions',
  ),
  row(
    'openai',
    'http://localhost:12434/engines/llama.cpp/v1',
    'http://localhost:12434/engines/llama.cpp/v1/chat/completions',
  ),
  row(
    'openai',
    'http://localhost:3000/api/chat/completions',
    'http://localhost:3000/api/chat/completions',
  ),
  row(
    'llamacpp',
    'localhost:8080',
    'http://localhost:8080/v1/chat/completions',
    'http://localhost:8080/infill',
  ),
  row(
    'llamacpp',
    'http://127.0.0.1:8080/props',
    'http://127.0.0.1:8080/v1/chat/completions',
    'http://127.0.0.1:8080/infill',
  ),
  row(
    'llamacpp',
    'http://localhost:8080/v1/completions',
    'http://localhost:8080/v1/chat/completions',
    'http://localhost:8080/infill',
  ),
  row(
    'lmstudio',
    'http://127.0.0.1:1234/v1/chat/completions',
    'http://127.0.0.1:1234/v1/chat/completions',
  ),
  row('lmstudio', 'http://localhost:1234/api/v1/chat', 'http://localhost:1234/v1/chat/completions'),
  row('vllm', 'http://localhost:8000/docs', 'http://localhost:8000/v1/chat/completions'),
  row('vllm', 'http://[::]:8000/v1', 'http://[::]:8000/v1/chat/completions'),
  row('vllm', 'gpu-box:8000/v1', 'http://gpu-box:8000/v1/chat/completions'),
  // Forms.
  row(
    'openai',
    '\u200bhttps://api.together.xyz/v1\u200b',
    'https://api.together.xyz/v1/chat/completions',
  ),
  row('openai', '“https://api.together.xyz/v1”', 'https://api.together.xyz/v1/chat/completions'),
  row('openai', '`https://api.together.xyz/v1`', 'https://api.together.xyz/v1/chat/completions'),
  row('openai', 'https://api.together.xyz/v1.', 'https://api.together.xyz/v1/chat/completions'),
  row(
    'openai',
    '"baseURL": "https://api.together.xyz/v1",',
    'https://api.together.xyz/v1/chat/completions',
  ),
  row(
    'openai',
    'export OPENAI_API_BASE="https://api.together.xyz/v1"',
    'https://api.together.xyz/v1/chat/completions',
  ),
  row(
    'openai',
    'POST https://api.together.xyz/v1/chat/completions',
    'https://api.together.xyz/v1/chat/completions',
  ),
  row(
    'openai',
    "$ curl -X POST 'https://api.together.xyz/v1/completions' -d '{}'",
    'https://api.together.xyz/v1/chat/completions',
  ),
  row('openai', 'https:/api.together.xyz/v1', 'https://api.together.xyz/v1/chat/completions'),
  row(
    'openai',
    'https://https://api.together.xyz/v1',
    'https://api.together.xyz/v1/chat/completions',
  ),
  row('openai', 'https//api.together.xyz/v1', 'https://api.together.xyz/v1/chat/completions'),
  row('openai', '//api.together.xyz/v1', 'https://api.together.xyz/v1/chat/completions'),
  row('openai', 'https://api。together。xyz/v1', 'https://api.together.xyz/v1/chat/completions'),
  row('openai', 'http:\\\\localhost:8000\\v1', 'http://localhost:8000/v1/chat/completions'),
  row(
    'openai',
    'https://api.together.xyz/v1#models',
    'https://api.together.xyz/v1/chat/completions',
  ),
  row('openai', 'http://localhost:8000/v1 http://localhost:8001/v1', /one/),
  row('openai', 'ws://localhost:8000/v1', /http or https/),
  row('openai', 'http://2001:db8::5:8000/v1', /\[2001:db8::5\]|bracket/),
  row('openai', 'http://localhost:port/v1', /port/),
  row('openai', 'gsk_abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGH', /key/),
  row('openai', '', /must be|empty/),
  row('openai', 'http://', /must be/),
  row('openai', 'https://api.openai.com/...', /placeholder|\.\.\./),
  row('llamacpp', 'https://api.groq.com/openai/v1', /"openai"/),
];
