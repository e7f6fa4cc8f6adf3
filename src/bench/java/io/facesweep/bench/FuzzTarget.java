package io.facesweep.bench;

/** A reader with damaged inputs for it. */
interface FuzzTarget {
  /** What is read. */
  FuzzReaders.Kind kind();

  /** The next input. */
  byte[] next();

  /**
   * Reads an input: returns, or throws a {@link io.facesweep.UserException}.
   *
   * @param input of {@link #next}
   */
  void read(byte[] input);

  /** Makes room for an input, before the clock starts: writes the file that is read. */
  default void prepare(byte[] input) {}

  /** Bytes that may be allocated, whatever the input's size. */
  long allowance();

  /** Bytes that may be allocated for each byte of the input. */
  long bytesPerByte();
}
