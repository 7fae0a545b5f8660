// SPDX-License-Identifier: Apache-2.0
#include "audio/clip.h"

namespace kolog::audio {
namespace {

std::string seconds(std::chrono::milliseconds time) {
  const auto tenths = (time.count() + 50) / 100;
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " s";
}

}  // namespace

std::string in_words(const Damage& damage) {
  if (!damage.place_is_known) return "a part of it could not be read";
  if (damage.silenced.count() == 0) {
    return damage.breaks_off ? "only its first " + seconds(damage.intact_until) + " could be read"
                             : "something is missing after its first " + seconds(damage.intact_until);
  }
  auto words = "after its first " + seconds(damage.intact_until) + ", " + seconds(damage.silenced) +
               " could not be read and are silent";
  if (damage.breaks_off) words += ", and its end is missing";
  return words;
}

}  // namespace kolog::audio
