# Compiler and linker settings shared by every target of Kolog's own: link kolog_options.

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_C_COMPILER_LAUNCHER "${CCACHE_PROGRAM}")
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CCACHE_PROGRAM}")
endif()

find_program(LLD_PROGRAM ld.lld)
if(LLD_PROGRAM)
  add_link_options(-fuse-ld=lld)
endif()

add_library(kolog_options INTERFACE)
target_compile_options(kolog_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor
                                               -Woverloaded-virtual)
if(KOLOG_WARNINGS_AS_ERRORS)
  target_compile_options(kolog_options INTERFACE -Werror)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # GCC 12 reports uninitialised and dangling reads inside Boost's and the standard library's inlined code when it optimises.
  # It also takes Asio's coroutine frames, which have an allocator of their own, for mismatched.
  target_compile_options(kolog_options INTERFACE -Wno-maybe-uninitialized
                                                 $<$<COMPILE_LANGUAGE:CXX>:-Wno-mismatched-new-delete>)
  add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-fcoroutines>)
endif()

# Asio and Beast are compiled once, in src/http; everybody else sees declarations.
add_compile_definitions(BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION BOOST_ASIO_NO_DEPRECATED)

set(KOLOG_SANITIZERS "" CACHE STRING "Sanitizers for every target, as -fsanitize takes them: address,undefined or thread")
if(KOLOG_SANITIZERS)
  add_compile_options(-fsanitize=${KOLOG_SANITIZERS} -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${KOLOG_SANITIZERS})
  if(KOLOG_SANITIZERS STREQUAL "thread")
    # The sanitizer does not follow fences; Asio's locks order its handlers as well.
    add_compile_definitions(BOOST_ASIO_DISABLE_FENCED_BLOCK)
  endif()
  if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    # Clang 14 cannot assemble a coroutine whose function type it is to check.
    add_compile_options(-fno-sanitize=function)
  endif()
endif()
