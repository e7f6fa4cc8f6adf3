package io.facesweep.store;

/** What lies where a record says that a file of it is. */
public sealed interface AssetLookup {
  /**
   * The file that was written.
   *
   * @param content all of it, as its SHA-256 says; the caller's
   */
  record Found(byte[] content) implements AssetLookup {}

  /**
   * Nothing, or something else.
   *
   * @param message names the file and says what is wrong with it
   */
  record Unusable(String message) implements AssetLookup {}
}
