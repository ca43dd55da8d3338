"""Documents for the Boost organisation, built with the shared GitHub preprocessors."""
