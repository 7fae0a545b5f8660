// SPDX-License-Identifier: Apache-2.0
// Arbitrary bytes as a model to quantise: what is made of them is never longer than they are, and is a model
// that is refused as quantised already.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <sstream>
#include <string>

#include "speech/model_file.h"
#include "speech/whisper_quantizer.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kolog::speech;
  if (size == 0) return 0;
  // The first byte chooses the type.
  const auto type = static_cast<QuantizedType>(data[0] % kQuantizedTypes.size());
  std::istringstream in(std::string(reinterpret_cast<const char*>(data + 1), size - 1));
  std::ostringstream out;
  if (!quantize_model(in, size - 1, out, {.type = type, .on_progress = {}, .piece = 64})) return 0;
  const auto made = out.str();
  if (made.size() > size - 1) std::abort();
  std::istringstream again(made);
  if (ModelReader(again, made.size()).dimensions().value().form < 1000) std::abort();
  again.seekg(0);
  std::ostringstream nothing;
  if (quantize_model(again, made.size(), nothing, {})) std::abort();
  return 0;
}
