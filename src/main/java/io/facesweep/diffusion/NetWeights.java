package io.facesweep.diffusion;

import io.facesweep.ForeignFile;
import io.facesweep.tensor.DType;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorOwner;
import io.facesweep.tensor.TensorScope;
import io.facesweep.weights.CheckpointFiles;
import io.facesweep.weights.StateDict;
import io.facesweep.weights.TensorEdit;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Says where a net's weights came from, what they are, and who frees them. */
final class NetWeights implements AutoCloseable {
  private final @Nullable Supplier<String> fingerprint;
  private final DType dtype;
  private final Device device;
  private final TensorOwner owner;

  private NetWeights(
      @Nullable Supplier<String> fingerprint, DType dtype, Device device, TensorOwner owner) {
    this.fingerprint = fingerprint;
    this.dtype = dtype;
    this.device = device;
    this.owner = owner;
  }

  /** {@link #open(NetSource, DType, Device, TensorEdit, BiFunction)} with nothing changed. */
  static <T> T open(
      NetSource source, DType type, Device device, BiFunction<StateDict, NetWeights, T> make) {
    return open(source, type, device, TensorEdit.none(), make);
  }

  /**
   * Reads a net's files and lets {@code make} take every tensor; frees all of them if that fails.
   *
   * @param edit changes tensors as they are taken
   */
  static <T> T open(
      NetSource source,
      DType type,
      Device device,
      TensorEdit edit,
      BiFunction<StateDict, NetWeights, T> make) {
    return ForeignFile.open(
        "checkpoint " + source.place(), () -> read(source, type, device, edit, make));
  }

  private static <T> T read(
      NetSource source,
      DType type,
      Device device,
      TensorEdit edit,
      BiFunction<StateDict, NetWeights, T> make) {
    CheckpointFiles files = source.files().get();
    NetWeights weights =
        new NetWeights(source.fingerprint().apply(files), type, device, new TensorOwner());
    boolean done = false;
    try {
      StateDict dict = StateDict.load(files, type, device, weights.owner, edit);
      T net = make.apply(dict, weights);
      dict.finish();
      done = true;
      return net;
    } finally {
      if (!done) {
        weights.close();
      }
    }
  }

  /** Describes tensors that the maker of a net owns; closing it frees nothing. */
  static NetWeights borrowed(DType type, Device device) {
    return new NetWeights(null, type, device, new TensorOwner());
  }

  DType dtype() {
    return dtype;
  }

  Device device() {
    return device;
  }

  String fingerprint() {
    if (fingerprint == null) {
      throw new IllegalStateException("Cannot fingerprint a net that is not read from files");
    }
    return fingerprint.get();
  }

  /** Bytes of the weights in memory. */
  long bytes() {
    return owner.bytes();
  }

  /** {@code x} on the net's device in the net's type. */
  Tensor own(Tensor x) {
    return x.to(device).to(dtype);
  }

  /** A tensor on the net's device in the net's type, which is freed with the net's weights. */
  Tensor adopted(Supplier<Tensor> x) {
    try (TensorScope scope = TensorScope.open()) {
      return owner.adopt(own(x.get()));
    }
  }

  @Override
  public void close() {
    owner.close();
  }
}
