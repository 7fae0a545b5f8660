# Writes OUTPUT, a C++ source that holds the file WEIGHTS, or nothing where WEIGHTS is empty.

set(declaration "")
if(WEIGHTS)
  file(SIZE "${WEIGHTS}" size)
  string(APPEND declaration
         "asm(\".section .rodata\\n.balign 16\\nkolog_silero_weights:\\n.incbin \\\"${WEIGHTS}\\\"\\n.previous\\n\");\n"
         "extern \"C\" const std::byte kolog_silero_weights[];\n")
  set(value "{kolog_silero_weights, ${size}}")
else()
  set(value "{}")
endif()
file(WRITE "${OUTPUT}"
     "#include \"speech/silero_weights.h\"\n\n${declaration}\nnamespace kolog::speech {\n\n"
     "std::span<const std::byte> silero_weights() { return ${value}; }\n\n}  // namespace kolog::speech\n")
