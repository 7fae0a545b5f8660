// SPDX-License-Identifier: Apache-2.0
#include "speech/whisper_speech_network.h"

#include <algorithm>
#include <cstring>
#include <exception>
#include <string>
#include <utility>

#include <whisper.h>

#include "speech/whisper_log.h"

namespace kolog::speech {
namespace {

/// Where whisper.cpp's reading stands. Its loop over the tensors asks for the end only after it has read past
/// it.
struct Reading {
  std::span<const std::byte> rest;
  bool past_end = false;
};

std::size_t read_bytes(void* context, void* output, std::size_t size) {
  auto& reading = *static_cast<Reading*>(context);
  const auto count = std::min(size, reading.rest.size());
  std::memcpy(output, reading.rest.data(), count);
  // whisper.cpp does not look at the count, and takes what it finds for lengths.
  std::memset(static_cast<std::byte*>(output) + count, 0, size - count);
  reading.rest = reading.rest.subspan(count);
  reading.past_end = reading.past_end || count < size;
  return count;
}

bool at_end(void* context) {
  return static_cast<Reading*>(context)->past_end;
}

Error unusable(std::string detail) {
  return failure(ErrorCode::unsupported_media, "The voice activity model is not one that whisper.cpp takes.",
                 std::move(detail));
}

Result<WhisperVadContext> load(std::span<const std::byte> weights) {
  Reading reading{weights};
  whisper_model_loader loader{&reading, read_bytes, at_end, [](void*) {}};
  auto parameters = whisper_vad_default_context_params();
  parameters.n_threads = 1;  // a window is a tenth of a millisecond of work: threads would only wait
  parameters.use_gpu = false;
  try {
    WhisperVadContext context(whisper_vad_init_with_params(&loader, parameters));
    if (context) return context;
    return unusable("whisper_vad_init_with_params failed");
  } catch (const std::exception& error) {
    return unusable(error.what());
  }
}

}  // namespace

void WhisperVadDeleter::operator()(whisper_vad_context* context) const {
  whisper_vad_free(context);
}

class WhisperSpeechListener final : public SpeechListener {
 public:
  WhisperSpeechListener(const WhisperSpeechNetwork& network, WhisperVadContext context)
      : network_(network), context_(std::move(context)) {
    whisper_vad_reset_state(context_.get());
  }
  ~WhisperSpeechListener() override { network_.give_back(std::move(context_)); }

  Result<std::vector<float>> hear(std::span<const float> samples) override {
    try {
      const auto size = static_cast<int>(samples.size());
      if (whisper_vad_detect_speech_no_reset(context_.get(), samples.data(), size)) {
        const float* first = whisper_vad_probs(context_.get());
        return std::vector<float>(first, first + whisper_vad_n_probs(context_.get()));
      }
      return failure(ErrorCode::internal, "Voice activity cannot be found.",
                     "whisper_vad_detect_speech failed");
    } catch (const std::exception& error) {
      return failure(ErrorCode::internal, "Voice activity cannot be found.", error.what());
    }
  }

 private:
  const WhisperSpeechNetwork& network_;
  WhisperVadContext context_;
};

Result<std::unique_ptr<WhisperSpeechNetwork>> WhisperSpeechNetwork::open(std::span<const std::byte> weights) {
  if (weights.empty()) {
    return failure(ErrorCode::not_found, "This program was built without the voice activity model.");
  }
  forward_whisper_log();
  std::unique_ptr<WhisperSpeechNetwork> network(new WhisperSpeechNetwork(weights));
  auto context = load(weights);
  if (!context) return context.error();
  network->give_back(std::move(*context));
  return network;
}

Result<std::unique_ptr<SpeechListener>> WhisperSpeechNetwork::listen() const {
  auto context = take();
  if (!context) return context.error();
  return std::unique_ptr<SpeechListener>(std::make_unique<WhisperSpeechListener>(*this, std::move(*context)));
}

Result<WhisperVadContext> WhisperSpeechNetwork::take() const {
  {
    const std::lock_guard lock(mutex_);
    if (!idle_.empty()) {
      auto context = std::move(idle_.back());
      idle_.pop_back();
      return context;
    }
  }
  return load(weights_);
}

void WhisperSpeechNetwork::give_back(WhisperVadContext context) const {
  const std::lock_guard lock(mutex_);
  idle_.push_back(std::move(context));
}

}  // namespace kolog::speech
