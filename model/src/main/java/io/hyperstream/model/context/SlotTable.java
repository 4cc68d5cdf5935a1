package io.hyperstream.model.context;

/** A hashed table of contexts, slot by slot. */
interface SlotTable {

  /** How many slots there are, numbered from 0. */
  int slots();

  /** Bytes that a slot holds beside the check of its hash. */
  int contentBytes();

  /** A hash that leads to a slot, or 0 if it is free. */
  int hash(int slot);

  /** How often the context of a slot was seen, about; 0 if it is free. */
  int seen(int slot);

  /** The number of the slot that a hash leads to, or a negative number. */
  int slotOf(int hash);

  /** Copies what a slot holds to {@code contents}, from {@code at} on. */
  void get(int slot, byte[] contents, int at);

  /** Gives a context, which may be new, what its slot is to hold. */
  void put(int hash, byte[] contents, int at);
}
