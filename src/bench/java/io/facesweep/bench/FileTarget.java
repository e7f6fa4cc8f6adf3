package io.facesweep.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A target whose inputs are written to a file first.
 *
 * @param file the same one for every input
 * @param inputs makes the next input
 * @param reader reads the file
 */
record FileTarget(
    FuzzReaders.Kind kind,
    Path file,
    Supplier<byte[]> inputs,
    Consumer<Path> reader,
    long allowance,
    long bytesPerByte)
    implements FuzzTarget {
  @Override
  public byte[] next() {
    return inputs.get();
  }

  @Override
  public void prepare(byte[] input) {
    try {
      Files.write(file, input);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void read(byte[] input) {
    reader.accept(file);
  }
}
