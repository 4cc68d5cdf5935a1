// What all cells have in common; as in Gates.java and CellSpec.java. Gates stand in the order i, g, f,
// o; the cell itself is the fifth of the vectors that may be normalised.

constexpr int GATES = 4;
constexpr int KINDS = 3;
constexpr int VECTORS = 5;
constexpr int CANDIDATE = 1;
constexpr int FORGET = 2;
constexpr int OUTPUT = 3;
constexpr int CELL = 4;

constexpr float FORGET_BIAS = 1.0f;
constexpr float NORM_EPSILON = 1e-3f;
