-- A user of Neovim, without a window: opens the file, types, asks for code actions, takes the first, saves, leaves.
local env = vim.env
local options = vim.json.decode(env.AURELIS_OPTIONS)
local told = {}
vim.notify = function(text, level)
  if (level or 0) >= vim.log.levels.WARN then table.insert(told, text) end
end
vim.ui.select = function(items, _, choose) choose(items[1], 1) end

local function wait(what, is_true)
  if not vim.wait(40000, is_true, 20) then table.insert(told, 'waited in vain for ' .. what) end
end
local function is_fixed()
  local text = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, true), '\n')
  return text:find(env.AURELIS_EXPECTED, 1, true) ~= nil
end

local id = vim.lsp.start_client({
  name = 'aurelis',
  cmd = { env.AURELIS_NODE, env.AURELIS_SERVER, '--stdio' },
  root_dir = vim.fn.getcwd(),
  init_options = options,
  settings = { aurelis = options.settings },
})
vim.lsp.buf_attach_client(0, id)
wait('the server', function() return next(vim.lsp.buf_get_clients(0)) ~= nil end)

local keys = vim.api.nvim_replace_termcodes('Go// typed<Esc>', true, false, true)
vim.api.nvim_feedkeys(keys, 'tx', false)
vim.api.nvim_win_set_cursor(0, { 2, 3 })
vim.lsp.buf.code_action()
wait('the fix', is_fixed)
vim.cmd('silent write')
vim.lsp.get_client_by_id(id).stop()
wait('the end of the server', function() return next(vim.lsp.get_active_clients()) == nil end)

if vim.v.errmsg ~= '' then table.insert(told, vim.v.errmsg) end
vim.fn.writefile({ #told == 0 and '[]' or vim.json.encode(told) }, env.AURELIS_RESULT)
vim.cmd('qall!')
