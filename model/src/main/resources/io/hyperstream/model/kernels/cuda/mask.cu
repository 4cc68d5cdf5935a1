// What is dropped of rows of numbers: factors of 0 or the inverse of the share that stays, computed where
// they are needed; as in Mask.java and SplitMix64.java.

typedef unsigned long long uint64;

/** A decision takes 16 bits of a random number, so a number is enough for four columns. */
constexpr int MASK_BITS = 16;
constexpr int MASK_COLUMNS = 4;
constexpr int MASK_LEVELS = 1 << MASK_BITS;

/** What the factors of a step are drawn by. */
struct Draw {
  uint64 key;
  int64 level;  // How many of MASK_LEVELS values mean that a number stays.
};

/** See CudaMask. */
struct Mask {
  const Draw* draw;    // Null if nothing is ever dropped.
  const int* numbers;  // Of the rows; null if row r has the number r.

  __device__ int number(int r) const { return numbers == nullptr ? r : numbers[r]; }
};

/** The n-th number of a generator, from 0 on. */
__device__ uint64 random_number(uint64 seed, uint64 n) {
  uint64 z = seed + (n + 1) * 0x9E3779B97F4A7C15ull;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
  return z ^ (z >> 31);
}

/**
 * The factors of V columns of a row from column j on, a multiple of V, which divides MASK_COLUMNS.
 *
 * @param number of the row
 * @param n how many columns it has
 */
template <int V>
__device__ void mask_factors(float (&factors)[V], const Mask& mask, int number, int j, int n) {
  int64 level = mask.draw->level;
  float factor = __fdiv_rn(MASK_LEVELS, level);
  uint64 counter = (uint64)number * ((n + MASK_COLUMNS - 1) / MASK_COLUMNS) + j / MASK_COLUMNS;
  uint64 random = random_number(mask.draw->key, counter) >> j % MASK_COLUMNS * MASK_BITS;
#pragma unroll
  for (int i = 0; i < V; i++) {
    int decision = (int)(random >> i * MASK_BITS) & (MASK_LEVELS - 1);
    factors[i] = decision < level ? factor : 0;
  }
}

/** The same of row r, or ones where nothing is ever dropped. */
template <int V>
__device__ void load_factors(float (&factors)[V], const Mask& mask, int r, int j, int n) {
#pragma unroll
  for (int i = 0; i < V; i++) {
    factors[i] = 1;
  }
  if (mask.draw != nullptr) {
    mask_factors(factors, mask, mask.number(r), j, n);
  }
}
