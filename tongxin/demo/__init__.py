"""The demo zone, made by walking the product's own actions."""
