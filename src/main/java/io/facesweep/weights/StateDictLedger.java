package io.facesweep.weights;

import io.facesweep.ForeignText;
import io.facesweep.UserException;
import io.facesweep.tensor.DType;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorOwner;
import io.facesweep.tensor.TensorScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What all views of one state dict share: the tensors given out, and what has been found wrong. */
final class StateDictLedger implements Ledger {
  private final CheckpointFiles files;
  private final DType computeType;
  private final Device device;
  private final TensorOwner owner;
  private final TensorEdit edit;
  private final Set<String> consumed = new HashSet<>();
  private final List<Tensor> given = new ArrayList<>();
  private final FileProblems problems = new FileProblems();
  private final Map<DType, Tensor> staging = new EnumMap<>(DType.class);
  private final TensorOwner stagingOwner = new TensorOwner();

  /** Which stored shapes are taken for the expected one. */
  enum Layout {
    EXACT,
    OR_POINTWISE_CONVOLUTION
  }

  StateDictLedger(
      CheckpointFiles files, DType computeType, Device device, TensorOwner owner, TensorEdit edit) {
    this.files = files;
    this.computeType = computeType;
    this.device = device;
    this.owner = owner;
    this.edit = edit;
  }

  @Override
  public boolean has(String key) {
    return files.tensors().containsKey(key);
  }

  @Override
  public void ignore(String key) {
    consumed.add(key);
  }

  @Override
  public Tensor take(String key, long[] shape, Layout layout) {
    if (!consumed.add(key)) {
      throw new IllegalStateException("Cannot take tensor '%s' a second time".formatted(key));
    }
    try (TensorScope scope = TensorScope.open()) {
      Tensor tensor = owner.adopt(find(key, shape, layout));
      given.add(tensor);
      return tensor;
    } catch (UserException e) {
      free();
      throw e;
    }
  }

  private Tensor find(String key, long[] shape, Layout layout) {
    StoredTensor entry = files.tensors().get(key);
    if (entry == null) {
      problems.add("missing: %s %s".formatted(key, Arrays.toString(shape)));
      return standIn(shape);
    }
    boolean fits = Arrays.equals(entry.shape(), shape);
    if (!fits && layout == Layout.OR_POINTWISE_CONVOLUTION) {
      long[] convolution = Arrays.copyOf(shape, shape.length + 2);
      Arrays.fill(convolution, shape.length, convolution.length, 1);
      fits = Arrays.equals(entry.shape(), convolution);
    }
    if (!fits) {
      problems.add(
          "shape differs: %s %s (expected %s) in %s"
              .formatted(key, entry.shown(), Arrays.toString(shape), entry.file().getFileName()));
      return standIn(shape);
    }
    return edit.edited(key, read(entry).reshape(shape));
  }

  /** Zeros that take no memory. */
  private Tensor standIn(long[] shape) {
    return Tensor.zeros().to(device).to(computeType).expand(shape);
  }

  private Tensor read(StoredTensor entry) {
    if (entry.bytes() > Integer.MAX_VALUE) {
      throw new UserException(
          "Cannot use tensor '%s' of %s: %d bytes (expected less than 2 GiB)"
              .formatted(entry.name(), entry.file(), entry.bytes()));
    }
    DType storage = TensorReading.storageType(entry);
    if (!entry.type().isFloating()) {
      return TensorReading.stored(entry, storage).to(device);
    }
    Tensor computed =
        storage == computeType && entry.type() != StoredType.BF16
            ? TensorReading.stored(entry, storage).to(device)
            : converted(entry, storage);
    requireFinite(computed, entry);
    return computed;
  }

  private Tensor converted(StoredTensor entry, DType storage) {
    Tensor room = staging(storage).slice(0, 0, entry.elements()).reshape(entry.shape());
    Tensor there = TensorReading.filled(room, entry).to(device);
    return TensorReading.asStored(there, entry).to(computeType);
  }

  /**
   * Memory for the largest tensor of a stored type, used again for each: native memory that is
   * freed between tensors that stay is not reused by glibc, and a net would take half as much
   * again.
   */
  private Tensor staging(DType storage) {
    return staging.computeIfAbsent(
        storage,
        type -> {
          long largest =
              files.tensors().values().stream()
                  .filter(entry -> entry.type().isFloating())
                  .filter(entry -> entry.type().bytes() == type.bytes())
                  .mapToLong(StoredTensor::elements)
                  .max()
                  .orElse(0);
          return stagingOwner.adopt(
              Tensor.empty(type, Math.min(largest, Integer.MAX_VALUE / type.bytes())));
        });
  }

  private static void requireFinite(Tensor tensor, StoredTensor entry) {
    if (!TensorReading.isFinite(tensor)) {
      throw new UserException(
          "Cannot use tensor '%s' of %s: %d of its %d values are NaN or infinite as %s"
              .formatted(
                  entry.name(),
                  entry.file(),
                  tensor.nonFiniteCount(),
                  tensor.size(),
                  tensor.dtype()));
    }
  }

  @Override
  public void finish() {
    freeStaging();
    files
        .tensors()
        .forEach(
            (key, entry) -> {
              if (!consumed.contains(key)) {
                problems.add(
                    "left over: %s %s in %s"
                        .formatted(
                            ForeignText.quoted(key), entry.shown(), entry.file().getFileName()));
              }
            });
    if (!problems.isEmpty()) {
      free();
      throw new UserException(
          "Cannot use the weights in %s: they are not those that its config.json describes%n  %s"
              .formatted(files.directory(), problems.joined(System.lineSeparator() + "  ")));
    }
  }

  private void freeStaging() {
    staging.values().forEach(stagingOwner::free);
    staging.clear();
  }

  private void free() {
    freeStaging();
    given.forEach(owner::free);
    given.clear();
  }
}
