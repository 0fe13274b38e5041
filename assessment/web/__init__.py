"""The HTTP rim beside Streamlit: links, cookies, downloads, headers."""
