"""A Discord over real sockets on 127.0.0.1, so that a real process of the bot can be tried."""
