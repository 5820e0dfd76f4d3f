"""Speaking HTTP with gateways: the client, and the local gateway to rehearse with (`sandbox`)."""
