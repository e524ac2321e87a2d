-- For Neovim before 0.11, which has no `vim.lsp.enable`: `require('traefik_ls').setup()` starts the same configuration.

local M = {}

--- The shipped configuration.
local function shipped()
  return dofile(vim.api.nvim_get_runtime_file('lsp/traefik_ls.lua', false)[1])
end

--- Calls `on_dir` with the root for `bufnr`, where it has one.
local function find_root(config, bufnr, on_dir)
  if vim.fs and vim.fs.root then
    config.root_dir(bufnr, on_dir)
  else
    -- Before 0.10 there is nothing to look for a root with.
    on_dir(vim.fn.getcwd())
  end
end

--- Attaches the server to buffers of its filetypes from now on. What `overrides` holds goes before the shipped
--- configuration.
function M.setup(overrides)
  local config = vim.tbl_deep_extend('force', shipped(), overrides or {})
  config.name = 'traefik_ls'
  local capabilities = vim.lsp.protocol.make_client_capabilities()
  config.capabilities = vim.tbl_deep_extend('force', capabilities, config.capabilities)

  local clients = {}
  local function attach(bufnr)
    find_root(config, bufnr, function(root)
      if not clients[root] or vim.lsp.client_is_stopped(clients[root]) then
        local folder = { uri = vim.uri_from_fname(root), name = root }
        local started = vim.tbl_extend('force', config, { root_dir = root, workspace_folders = { folder } })
        clients[root] = vim.lsp.start_client(started)
      end
      if clients[root] then
        vim.lsp.buf_attach_client(bufnr, clients[root])
      end
    end)
  end

  vim.api.nvim_create_autocmd('FileType', {
    group = vim.api.nvim_create_augroup('traefik_ls', {}),
    pattern = config.filetypes,
    callback = function(event)
      attach(event.buf)
    end,
  })
end

return M
