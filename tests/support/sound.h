// SPDX-License-Identifier: Apache-2.0
// Sound for tests: made here, written by libsndfile, damaged on purpose.
#pragma once

#include <chrono>
#include <cmath>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <numbers>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include <sndfile.h>

namespace kolog::testing {

inline double seconds(std::chrono::milliseconds time) {
  return std::chrono::duration<double>(time).count();
}

using Channels = std::vector<std::vector<float>>;

/// One channel that is the same nowhere: noise under which a tone glides upwards.
inline std::vector<float> gliding_tone(int rate, double seconds, unsigned seed = 1) {
  std::mt19937 random(seed);
  std::uniform_real_distribution<float> noise(-0.02F, 0.02F);
  std::vector<float> samples(static_cast<std::size_t>(rate * seconds));
  double phase = seed;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const double share = static_cast<double>(i) / static_cast<double>(samples.size());
    phase += 2 * std::numbers::pi * (200 + 1500 * share) / rate;
    samples[i] = static_cast<float>(0.4 * std::sin(phase)) + noise(random);
  }
  return samples;
}

inline void write_sound(const std::filesystem::path& path, int format, int rate, const Channels& channels) {
  SF_INFO info{};
  info.format = format;
  info.samplerate = rate;
  info.channels = static_cast<int>(channels.size());
  SNDFILE* file = sf_open(path.c_str(), SFM_WRITE, &info);
  if (file == nullptr) throw std::runtime_error(sf_strerror(nullptr));
  std::vector<float> samples;
  for (std::size_t i = 0; i < channels.front().size(); ++i) {
    for (const auto& channel : channels) samples.push_back(channel[i]);
  }
  sf_write_float(file, samples.data(), static_cast<sf_count_t>(samples.size()));
  sf_close(file);
}

inline std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

inline void write_bytes(const std::filesystem::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

/// The first so many per cent of the bytes.
inline std::string cut_off(const std::string& bytes, std::size_t percent) {
  return bytes.substr(0, bytes.size() * percent / 100);
}

enum class Rubbish { zeros, noise };

/// Two kilobytes in the middle are written over.
inline std::string damaged_in_the_middle(std::string bytes, Rubbish rubbish) {
  std::mt19937 random(5);
  for (std::size_t i = bytes.size() / 2, end = i + 2048; i < end && i < bytes.size(); ++i) {
    bytes[i] = rubbish == Rubbish::zeros ? '\0' : static_cast<char>(random());
  }
  return bytes;
}

/// How alike two pieces of sound are, at the same place: 1 the same, 0 not at all.
inline double likeness(const std::vector<float>& a, const std::vector<float>& b, std::size_t begin,
                       std::size_t count) {
  double product = 0;
  double power_a = 1e-9;
  double power_b = 1e-9;
  for (std::size_t i = begin; i < begin + count && i < a.size() && i < b.size(); ++i) {
    product += static_cast<double>(a[i]) * b[i];
    power_a += static_cast<double>(a[i]) * a[i];
    power_b += static_cast<double>(b[i]) * b[i];
  }
  return product / std::sqrt(power_a * power_b);
}

}  // namespace kolog::testing
