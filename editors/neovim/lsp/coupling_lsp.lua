-- coupling-lsp for Neovim 0.11 and later: vim.lsp.enable('coupling_lsp')

-- The folder of the rules comes first: one server for all the projects they are about.
local markers = { 'rules.yaml', 'manage.py', 'pyproject.toml', '.git' }
local judging = { 'rules.yaml', '.importlinter', 'setup.cfg', 'pyproject.toml' }

vim.filetype.add({ filename = { ['.importlinter'] = 'cfg' } })

return {
  cmd = { 'coupling-lsp', 'serve', '--stdio' },
  filetypes = { 'python', 'yaml', 'cfg', 'toml' },
  root_dir = function(bufnr, on_dir)
    local name = vim.fs.basename(vim.api.nvim_buf_get_name(bufnr))
    if vim.bo[bufnr].filetype ~= 'python' and not vim.tbl_contains(judging, name) then
      return
    end
    for _, marker in ipairs(markers) do
      local root = vim.fs.root(bufnr, marker)
      if root then
        return on_dir(root)
      end
    end
  end,
}
