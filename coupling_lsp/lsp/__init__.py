"""The language server: the only package that knows the protocol. Each room knows only those below it.

`server`     all handlers together, served over stdio or a port
`handlers`   requests and notifications, a module for each group: they convert, ask a feature, and convert back
`session`    state of one connection: documents, folders, what was published, and the work beside the handlers
`transport`  messages and values of the protocol: streams, JSON-RPC, what the client can do, positions and paths
"""
