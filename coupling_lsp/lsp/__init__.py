"""The language server: the only package that knows the protocol. Handlers convert, ask a feature, convert."""
