"""The server of a floor: as the product's, without what the product does around a fork."""

workers, threads, worker_class, keepalive = 1, 1, "gthread", 15
accesslog, loglevel = None, "warning"
control_socket_disable = True
