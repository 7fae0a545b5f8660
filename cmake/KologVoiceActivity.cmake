# Silero's voice activity model, brought into whisper.cpp's form and built in as kolog_silero. Without the npm package or
# without python3-onnx the program is built all the same, and finds speech by its energy alone.

set(KOLOG_SILERO_MODEL "${PROJECT_SOURCE_DIR}/node_modules/@ricky0123/vad-web/dist/silero_vad_v6.onnx" CACHE FILEPATH
    "Silero's voice activity model in ONNX form")

set(silero_converter "${PROJECT_SOURCE_DIR}/tools/voice-activity/convert_silero.py")
set(silero_embedder "${PROJECT_SOURCE_DIR}/cmake/EmbedVoiceActivity.cmake")
set(silero_source "${PROJECT_BINARY_DIR}/generated/silero_weights.cpp")
# Debian's own Python first: it is the one that python3-onnx belongs to.
find_program(KOLOG_ONNX_PYTHON NAMES python3 PATHS /usr/bin NO_DEFAULT_PATH)
find_program(KOLOG_ONNX_PYTHON NAMES python3)
set(silero_missing "")
if(NOT EXISTS "${KOLOG_SILERO_MODEL}")
  set(silero_missing "the npm package @ricky0123/vad-web is not installed (`npm ci`)")
elseif(NOT KOLOG_ONNX_PYTHON)
  set(silero_missing "there is no python3")
else()
  execute_process(COMMAND "${KOLOG_ONNX_PYTHON}" -c "import numpy, onnx" RESULT_VARIABLE silero_status OUTPUT_QUIET ERROR_QUIET)
  if(NOT silero_status EQUAL 0)
    set(silero_missing "the Debian package python3-onnx is not installed")
  endif()
endif()

if(silero_missing)
  message(STATUS "Voice activity: by energy alone, since ${silero_missing}")
  add_custom_command(
    OUTPUT "${silero_source}"
    COMMAND "${CMAKE_COMMAND}" -DOUTPUT=${silero_source} -DWEIGHTS= -P "${silero_embedder}"
    DEPENDS "${silero_embedder}"
    VERBATIM)
else()
  message(STATUS "Voice activity: Silero")
  set(silero_weights "${PROJECT_BINARY_DIR}/generated/silero.bin")
  add_custom_command(
    OUTPUT "${silero_weights}"
    COMMAND "${KOLOG_ONNX_PYTHON}" "${silero_converter}" "${KOLOG_SILERO_MODEL}" "${silero_weights}"
    DEPENDS "${KOLOG_SILERO_MODEL}" "${silero_converter}"
    COMMENT "Converting the voice activity model"
    VERBATIM)
  add_custom_command(
    OUTPUT "${silero_source}"
    COMMAND "${CMAKE_COMMAND}" -DOUTPUT=${silero_source} -DWEIGHTS=${silero_weights} -P "${silero_embedder}"
    DEPENDS "${silero_weights}" "${silero_embedder}"
    VERBATIM)
endif()
add_library(kolog_silero STATIC "${silero_source}")
target_include_directories(kolog_silero PUBLIC "${PROJECT_SOURCE_DIR}/src")
