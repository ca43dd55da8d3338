-- coupling-lsp for Neovim 0.11 and later: vim.lsp.enable('coupling_lsp')

-- Files besides Python that the server is for, and folders of templates; others of their filetypes are left alone.
local JUDGING = { 'rules.yaml', '.importlinter', 'setup.cfg', 'pyproject.toml' }
local TEMPLATES = { '/templates/', '/jinja2/' }
local SHOW_REFERENCES = 'coupling.showReferences'

vim.filetype.add({ filename = { ['.importlinter'] = 'cfg' } })

local function is_served(bufnr, path)
  if vim.bo[bufnr].filetype == 'python' or vim.list_contains(JUDGING, vim.fs.basename(path)) then
    return true
  end
  return vim.iter(TEMPLATES):any(function(folder)
    return path:find(folder, 1, true) ~= nil
  end)
end

return {
  cmd = { 'coupling-lsp', 'serve', '--stdio' },
  filetypes = { 'python', 'yaml', 'cfg', 'toml', 'html', 'htmldjango', 'jinja', 'xml', 'text' },
  root_dir = function(bufnr, on_dir)
    local path = vim.api.nvim_buf_get_name(bufnr)
    if not is_served(bufnr, path) then
      return
    end
    local root = require('coupling.project').around(path)
    if root then
      on_dir(root)
    end
  end,
  -- What the server may give to a lens, and what is done when the lens is run.
  init_options = { commands = { SHOW_REFERENCES } },
  commands = {
    [SHOW_REFERENCES] = function(command, context)
      local client = assert(vim.lsp.get_client_by_id(context.client_id))
      local items = vim.lsp.util.locations_to_items(command.arguments[3], client.offset_encoding)
      vim.fn.setqflist({}, ' ', { title = command.title, items = items })
      vim.cmd('botright copen')
    end,
  },
}
