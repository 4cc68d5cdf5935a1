// The emulated GPU: memory with guards around it, kernels run by fibers, products as loops.
#include <jni.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <ucontext.h>

#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "shim.h"
// The kernels themselves.
#include "kernels.inc"

Index threadIdx;
Index blockIdx;
Index blockDim;
Index gridDim;

namespace {

constexpr size_t STACK = 64 << 10;

// --- Fibers -----------------------------------------------------------------------------------

enum State { READY, AT_BLOCK_BARRIER, AT_WARP_BARRIER, AT_GRID_BARRIER, DONE };

struct Fiber {
  jmp_buf context;
  bool made = false;
  char* stack = nullptr;
  State state = DONE;
  Words values[2];
  int exchanges;
};

/** The threads of a block; of several one after the other, if they wait for each other. */
std::vector<Fiber> fibers(MAX_THREADS);
jmp_buf scheduler;
ucontext_t maker;
int current;
std::string failure;

// What a thread runs: the kernel with its parameters.
void (*body)(const char*);
const char* parameters;

void switch_to_scheduler(State state) {
  fibers[current].state = state;
  if (_setjmp(fibers[current].context) == 0) {
    _longjmp(scheduler, 1);
  }
}

void fiber_main() {
  for (;;) {
    body(parameters);
    switch_to_scheduler(DONE);
  }
}

void resume(int thread) {
  Fiber& fiber = fibers[thread];
  current = thread;
  threadIdx = {(unsigned)thread % blockDim.x, 0};
  if (_setjmp(scheduler) == 0) {
    if (fiber.made) {
      _longjmp(fiber.context, 1);
    }
    fiber.made = true;
    if (fiber.stack == nullptr) {
      fiber.stack = (char*)malloc(STACK);
    }
    ucontext_t start;
    getcontext(&start);
    start.uc_stack.ss_sp = fiber.stack;
    start.uc_stack.ss_size = STACK;
    start.uc_link = nullptr;
    makecontext(&start, fiber_main, 0);
    setcontext(&start);
  }
}

/** How many threads of so many, from one on, are in a state. */
int count(State state, int from, int threads) {
  int sum = 0;
  for (int t = from; t < from + threads; t++) {
    sum += fibers[t].state == state;
  }
  return sum;
}

/** Runs a warp as far as it comes without the others: the worst for a kernel that lacks a barrier. */
void run_warp(int from, bool backwards) {
  do {
    for (int i = 0; i < WARP; i++) {
      int t = from + (backwards ? WARP - 1 - i : i);
      if (fibers[t].state == READY || fibers[t].state == AT_WARP_BARRIER) {
        resume(t);
      }
    }
  } while (count(AT_WARP_BARRIER, from, WARP) == WARP);
}

/**
 * Runs a block until its threads are done, or all of them wait for the other blocks.
 *
 * @param first its first fiber
 */
void run_block(int first, int threads, bool backwards) {
  do {
    for (int from = 0; from < threads; from += WARP) {
      run_warp(first + (backwards ? threads - WARP - from : from), backwards);
    }
    int waiting = count(AT_BLOCK_BARRIER, first, threads);
    int met = count(AT_GRID_BARRIER, first, threads);
    if (met == threads) {
      return;
    }
    if (met > 0 || waiting + count(DONE, first, threads) < threads) {
      failure = "threads of a block wait for each other at different places";
      for (Fiber& fiber : fibers) {
        fiber.made = false;
      }
      return;
    }
    for (int t = first; t < first + threads; t++) {
      fibers[t].state = fibers[t].state == DONE ? DONE : READY;
    }
  } while (count(READY, first, threads) > 0);
}

void begin(int first, int threads) {
  for (int t = first; t < first + threads; t++) {
    fibers[t].state = READY;
    fibers[t].exchanges = 0;
  }
}

// --- Kernels by name --------------------------------------------------------------------------

template <class T>
T next(const char*& from) {
  T value;
  std::memcpy(&value, from, sizeof value);
  from += (sizeof value + 7) / 8 * 8;
  return value;
}

template <class... A>
void call(void (*kernel)(A...), const char* from) {
  std::tuple<A...> arguments{next<A>(from)...};
  std::apply(kernel, arguments);
}

const std::map<std::string, void (*)(const char*)> KERNELS = {
#define KERNEL(name) {#name, [](const char* from) { call(name, from); }},
#include "names.inc"
};

/**
 * Shared memory of each block that has begun, beyond what its kernel declares. That is one for all
 * blocks, so it must not be used across a meeting of all.
 */
std::vector<std::vector<char>> shared_memories;
size_t block_at_work;

// --- Memory -----------------------------------------------------------------------------------

constexpr size_t GUARD = 64;
constexpr size_t ALIGNMENT = 16;
constexpr unsigned char GUARD_BYTE = 0xa5;

std::map<char*, size_t> allocations;

void check_guards() {
  for (auto& [address, size] : allocations) {
    for (size_t i = 0; i < GUARD; i++) {
      if ((unsigned char)address[-1 - (long)i] != GUARD_BYTE
          || (unsigned char)address[size + i] != GUARD_BYTE) {
        failure = "a kernel wrote beyond an allocation of " + std::to_string(size) + " bytes";
      }
    }
  }
}

void fail_if_needed(JNIEnv* env) {
  if (!failure.empty()) {
    env->ThrowNew(env->FindClass("java/lang/IllegalStateException"), failure.c_str());
    failure.clear();
  }
}

}  // namespace

unsigned char* dynamic_shared_memory() {
  size_t address = (size_t)shared_memories[block_at_work].data();
  return (unsigned char*)((address + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
}

void __syncthreads() { switch_to_scheduler(AT_BLOCK_BARRIER); }

void await_all(unsigned*, unsigned) { switch_to_scheduler(AT_GRID_BARRIER); }

const Words* exchange_in_warp(const Words& value) {
  static Words values[WARP];
  Fiber& own = fibers[current];
  int turn = own.exchanges++ % 2;
  // Two places in turn, for a thread may be at the next exchange before another has read.
  own.values[turn] = value;
  int thread = current;
  switch_to_scheduler(AT_WARP_BARRIER);
  int from = thread / WARP * WARP;
  for (int lane = 0; lane < WARP; lane++) {
    values[lane] = fibers[from + lane].values[turn];
  }
  return values;
}

namespace {

/** Runs some blocks from one on, in turns up to where all wait for each other. */
void run_blocks(
    size_t from, size_t count_of_blocks, size_t all, int blocks_x, int threads, bool backwards) {
  int left;
  do {
    int met = 0;
    left = 0;
    for (size_t i = 0; i < count_of_blocks && failure.empty(); i++) {
      block_at_work = backwards ? count_of_blocks - 1 - i : i;
      size_t block = from + block_at_work;
      block = backwards && count_of_blocks == 1 ? all - 1 - block : block;
      int first = (int)block_at_work * threads;
      blockIdx = {(unsigned)(block % blocks_x), (unsigned)(block / blocks_x)};
      run_block(first, threads, backwards);
      met += count(AT_GRID_BARRIER, first, threads) > 0;
    }
    if (met > 0 && met < (int)count_of_blocks) {
      failure = "blocks wait for each other at different places";
    }
    for (size_t t = 0; t < count_of_blocks * threads; t++) {
      left += fibers[t].state != DONE;
      fibers[t].state = fibers[t].state == AT_GRID_BARRIER ? READY : fibers[t].state;
    }
  } while (left > 0 && failure.empty());
}

}  // namespace

#define EMULATOR(type, name) \
  extern "C" JNIEXPORT type JNICALL Java_io_hyperstream_model_kernels_cuda_Emulator_##name

EMULATOR(jlong, allocate)(JNIEnv*, jclass, jlong bytes) {
  char* memory = (char*)malloc(bytes + 2 * GUARD);
  std::memset(memory, GUARD_BYTE, bytes + 2 * GUARD);
  // What nobody has set is not a number.
  std::memset(memory + GUARD, 0xff, bytes);
  allocations[memory + GUARD] = bytes;
  return (jlong)(memory + GUARD);
}

EMULATOR(void, free)(JNIEnv* env, jclass, jlong address) {
  check_guards();
  allocations.erase((char*)address);
  free((char*)address - GUARD);
  fail_if_needed(env);
}

EMULATOR(jobject, buffer)(JNIEnv* env, jclass, jlong address, jint bytes) {
  return env->NewDirectByteBuffer((void*)address, bytes);
}

EMULATOR(void, clear)(JNIEnv*, jclass, jlong address, jlong bytes) {
  std::memset((void*)address, 0, bytes);
}

EMULATOR(void, copy)(JNIEnv*, jclass, jlong from, jlong to, jlong bytes) {
  std::memcpy((void*)to, (void*)from, bytes);
}

EMULATOR(void, checkGuards)(JNIEnv* env, jclass) {
  check_guards();
  fail_if_needed(env);
}

EMULATOR(void, launch)(
    JNIEnv* env, jclass, jstring name, jint blocks_x, jint blocks_y, jint threads,
    jint shared, jboolean together, jlongArray words, jboolean backwards) {
  const char* chars = env->GetStringUTFChars(name, nullptr);
  auto kernel = KERNELS.find(chars);
  if (kernel == KERNELS.end()) {
    failure = std::string("there is no kernel ") + chars;
  } else if (blocks_x < 1 || blocks_y < 1 || threads < 1 || threads > MAX_THREADS
      || threads % WARP != 0) {
    failure = std::string("no grid for ") + chars;
  } else {
    std::vector<jlong> copy(env->GetArrayLength(words));
    env->GetLongArrayRegion(words, 0, copy.size(), copy.data());
    body = kernel->second;
    parameters = (const char*)copy.data();
    blockDim = {(unsigned)threads, 1};
    gridDim = {(unsigned)blocks_x, (unsigned)blocks_y};
    size_t blocks = (size_t)blocks_x * blocks_y;
    size_t at_once = together ? blocks : 1;
    fibers.resize(std::max(fibers.size(), at_once * threads));
    shared_memories.resize(at_once);
    for (size_t begun = 0; begun < blocks && failure.empty(); begun += at_once) {
      for (size_t i = 0; i < at_once; i++) {
        begin(i * threads, threads);
        // What nobody has set is not a number, and what lies beyond it is guarded.
        block_at_work = i;
        shared_memories[i].assign(shared + GUARD + ALIGNMENT, (char)0xff);
        char* guard = (char*)dynamic_shared_memory() + shared;
        std::fill(guard, guard + GUARD, (char)GUARD_BYTE);
      }
      run_blocks(begun, at_once, blocks, blocks_x, threads, backwards);
      for (block_at_work = 0; block_at_work < at_once; block_at_work++) {
        char* guard = (char*)dynamic_shared_memory() + shared;
        if (std::count(guard, guard + GUARD, (char)GUARD_BYTE) != GUARD) {
          failure = std::string(chars) + " wrote beyond its shared memory";
        }
      }
    }
  }
  env->ReleaseStringUTFChars(name, chars);
  fail_if_needed(env);
}

/** The number so many places on; of halves, the upper half of a float. */
static inline float number(jlong address, jlong at, bool halves) {
  if (!halves) {
    return ((float*)address)[at];
  }
  unsigned bits = (unsigned)((unsigned short*)address)[at] << 16;
  float value;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

EMULATOR(void, multiply)(
    JNIEnv*, jclass, jint m, jint n, jint k, jlong a, jlong a_row, jlong a_column, jlong b,
    jlong b_row, jlong b_column, jlong c, jlong c_row, jboolean add, jboolean halves) {
  std::vector<float> sum(n);
  for (jint i = 0; i < m; i++) {
    std::fill(sum.begin(), sum.end(), 0.0f);
    for (jint p = 0; p < k; p++) {
      float factor = number(a, i * a_row + p * a_column, halves);
      for (jint j = 0; j < n; j++) {
        sum[j] += factor * number(b, p * b_row + j * b_column, halves);
      }
    }
    float* out = (float*)c + i * c_row;
    for (jint j = 0; j < n; j++) {
      out[j] = add ? out[j] + sum[j] : sum[j];
    }
  }
}
