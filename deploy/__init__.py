"""Where the parts become one service: settings, addresses, middleware, page frame, seed and operations."""
