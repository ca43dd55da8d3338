-- :checkhealth coupling

local cli = require('coupling.cli')
local project = require('coupling.project')

local M = {}

local health = vim.health

local function program()
  local command = table.concat(project.program(), ' ')
  local version, problem = cli.wait({ '--version' }, 10000)
  if version then
    health.ok(('%s (%s)'):format(vim.trim(version), vim.fn.exepath(project.program()[1])))
    return true
  end
  health.error(('%s does not run: %s'):format(command, problem), {
    'Install it: pip install coupling-lsp',
    "Or name it: vim.lsp.config('coupling_lsp', { cmd = { '/path/to/coupling-lsp', 'serve', '--stdio' } })",
  })
end

local function client(root)
  if not vim.lsp.is_enabled(project.NAME) then
    return health.error('The server is not enabled', { "In init.lua: vim.lsp.enable('coupling_lsp')" })
  end
  local found = vim.lsp.get_clients({ name = project.NAME })
  for _, it in ipairs(found) do
    local buffers = vim.tbl_count(it.attached_buffers)
    health.ok(('Server attached to %d buffer%s, for %s'):format(buffers, buffers == 1 and '' or 's', it.root_dir))
  end
  if #found == 0 then
    health.info('No server runs: no Python file and no rules.yaml is open. The checks below are for ' .. root)
  end
end

local function count(list, what)
  return ('%d %s%s'):format(#list, what, #list == 1 and '' or 's')
end

local function read(root)
  local output, problem = cli.wait(cli.edges(root), 60000)
  if not output then
    return health.error(('%s cannot be read: %s'):format(root, problem))
  end
  local found = vim.json.decode(output)
  if #found.apps == 0 then
    return health.warn('No Django project found in ' .. root, {
      'Open a file of the project, or start Neovim in its folder.',
      "Name the settings: vim.lsp.config('coupling_lsp', { init_options = { settings = 'config.settings' } })",
    })
  end
  local counts = { count(found.apps, 'app'), count(found.edges, 'edge'), count(found.unresolved, 'unresolved place') }
  health.ok(('Project %s: %s'):format(root, table.concat(counts, ', ')))
end

local function rules(root)
  local path = project.rules(root)
  if path and vim.uv.fs_stat(path) then
    health.ok('Rules: ' .. path)
  elseif path then
    health.error(('Rules: %s does not exist'):format(path), { 'Mend `rules` in the `init_options`.' })
  else
    health.warn('No rules.yaml at or above ' .. root, {
      'Hovers and lists work without; nothing is underlined. `coupling-lsp init` writes a first one.',
    })
  end
end

--- Tell what is there and what is missing, in the order in which it is needed.
function M.check()
  health.start('coupling')
  if vim.fn.has('nvim-0.11') == 0 then
    return health.error('Neovim 0.11 or later is needed')
  end
  local root = project.root()
  if program() then
    client(root)
    read(root)
    rules(root)
  end
end

return M
