-- Which project a buffer belongs to, and how the program is started for it.

local M = {}

M.NAME = 'coupling_lsp'

-- The folder of the rules comes first: one server for all the projects they are about.
local MARKERS = { 'rules.yaml', 'manage.py', 'pyproject.toml', '.git' }

--- Whether one folder is the other or around it.
local function is_around(folder, other)
  return vim.fs.relpath(folder, other) ~= nil
end

--- The folder to read for a path, or nil when nothing around it looks like a project.
--- A file that lies outside of the repository, or in the home folder itself, speaks of something else.
function M.around(path)
  local repository = vim.fs.root(path, '.git')
  for _, marker in ipairs(MARKERS) do
    local root = vim.fs.root(path, marker)
    local is_inside = root and (not repository or is_around(repository, root))
    if is_inside and not is_around(root, vim.uv.os_homedir()) then
      return root
    end
  end
end

local function root_of_server(buffer)
  local client = vim.lsp.get_clients({ name = M.NAME, bufnr = buffer })[1]
  return client and client.root_dir
end

--- The folder of the current buffer's project; elsewhere of a running server, else around this directory.
function M.root()
  local path = vim.bo.buftype == '' and vim.api.nvim_buf_get_name(0) or ''
  local here = vim.fn.getcwd()
  return root_of_server(0) or path ~= '' and M.around(path) or root_of_server() or M.around(here) or here
end

--- What `init_options` say: the same rules and settings for the server and for the commands.
local function options()
  local config = vim.lsp.config[M.NAME]
  return config and config.init_options or {}
end

--- The rules file that speaks of a folder, or nil. Beyond the repository, rules speak of something else.
function M.rules(root)
  local chosen = options().rules
  if chosen then
    return vim.fn.isabsolutepath(chosen) == 1 and chosen or vim.fs.joinpath(root, chosen)
  end
  local stop = vim.fs.dirname(vim.fs.root(root, '.git') or root)
  return vim.fs.find('rules.yaml', { path = root, upward = true, type = 'file', stop = stop })[1]
end

--- The command line that starts the program: the server's `cmd` up to `serve`.
function M.program()
  local config = vim.lsp.config[M.NAME]
  local found = {}
  for _, word in ipairs(config and type(config.cmd) == 'table' and config.cmd or {}) do
    if word == 'serve' then
      return found
    end
    table.insert(found, word)
  end
  return { 'coupling-lsp' }
end

--- The arguments by which a command reads a folder as the server does.
function M.arguments(root)
  local chosen, found = options(), {}
  if chosen.rules then
    vim.list_extend(found, { '--rules', M.rules(root) })
  end
  if chosen.settings then
    vim.list_extend(found, { '--settings', chosen.settings })
  end
  return found
end

return M
