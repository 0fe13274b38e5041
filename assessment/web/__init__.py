"""HTTP rim beside the app: personal links, report downloads, health, security headers."""
