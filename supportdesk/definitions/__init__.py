"""The catalogue of models and the request definitions: look up, select, check (design, 'A request definition').

- catalogue: what a model is, and at which endpoints it is documented
- select: which definition a request is checked against; library reads its file
- check: a request against it, each violation at its place
- compiling: models.yaml and the index of definitions, as they stand in the rules cache
"""
