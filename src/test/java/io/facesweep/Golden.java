package io.facesweep;

import io.facesweep.tensor.Tensor;
import io.facesweep.weights.SafetensorsFile;
import java.nio.file.Path;
import java.util.List;

/** One file of inputs and expected outputs. */
final class Golden implements AutoCloseable {
  private final SafetensorsFile file;

  Golden(Path path) {
    this.file = SafetensorsFile.open(path);
  }

  boolean has(String name) {
    return file.has(name);
  }

  List<String> outputs() {
    return file.entries().stream()
        .map(SafetensorsFile.Entry::name)
        .filter(name -> name.startsWith("out."))
        .sorted()
        .toList();
  }

  List<String> names() {
    return file.entries().stream().map(SafetensorsFile.Entry::name).sorted().toList();
  }

  long[] shape(String name) {
    return file.entry(name).shape();
  }

  float[] floats(String name) {
    return file.floats(name);
  }

  long[] longs(String name) {
    return file.longs(name);
  }

  Tensor tensor(String name) {
    return Tensor.of(floats(name), shape(name));
  }

  Tensor ids(String name) {
    return Tensor.of(longs(name), shape(name));
  }

  @Override
  public void close() {
    file.close();
  }
}
