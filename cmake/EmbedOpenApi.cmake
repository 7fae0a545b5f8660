# Writes OUTPUT, the source that holds the text of DOCUMENT.

file(READ "${DOCUMENT}" json)
file(WRITE "${OUTPUT}" "#include \"api/openapi.h\"\n\nnamespace kolog::api {\n\n"
     "std::string_view openapi_document() {\n  return R\"openapi(${json})openapi\";\n}\n\n}  // namespace kolog::api\n")
