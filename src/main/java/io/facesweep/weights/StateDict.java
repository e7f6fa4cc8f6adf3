package io.facesweep.weights;

import io.facesweep.tensor.DType;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorOwner;

/**
 * The tensors of a checkpoint by their keys, as seen from one prefix, with an account of every one:
 * what is taken, missing, mis-shaped, ignored, and at the end left over.
 *
 * <p>A net block takes its tensors in its constructor; a tensor that is missing or mis-shaped is
 * noted and stood in for, so that construction goes on and {@link #finish} can name all that is
 * wrong at once. Tensors are read when they are taken, one at a time: memory peaks at the size of
 * the net in its computed type plus one tensor. Floating tensors become the compute type, integer
 * and boolean ones stay as they are. Not for several threads.
 */
public final class StateDict {
  private final Ledger ledger;
  private final String prefix;

  private StateDict(Ledger ledger, String prefix) {
    this.ledger = ledger;
    this.prefix = prefix;
  }

  /**
   * Opens the account of a checkpoint; {@link #finish} closes it.
   *
   * @param computeType what floating tensors become
   * @param owner gets every tensor that is taken. When something fails those are freed again, and
   *     nothing else of the owner's
   */
  public static StateDict load(
      CheckpointFiles files, DType computeType, Device device, TensorOwner owner) {
    return load(files, computeType, device, owner, TensorEdit.none());
  }

  /** The same, with tensors changed as they are taken. */
  public static StateDict load(
      CheckpointFiles files, DType computeType, Device device, TensorOwner owner, TensorEdit edit) {
    return new StateDict(new StateDictLedger(files, computeType, device, owner, edit), "");
  }

  /** A dict that has whatever is asked for, made by {@code source}; for nets that are trained. */
  public static StateDict of(TensorSource source) {
    return new StateDict(new SourceLedger(source), "");
  }

  /** The view from {@code key}, with keys relative to it; the account is shared. */
  public StateDict at(String key) {
    return new StateDict(ledger, full(key) + ".");
  }

  /** True when the checkpoint has this tensor, whatever its shape. */
  public boolean has(String key) {
    return ledger.has(full(key));
  }

  /**
   * Takes a tensor, once.
   *
   * @param expectedShape its shape, exactly; none for a scalar
   * @return the tensor, of the owner; a stand-in of that shape when it is missing or mis-shaped
   * @throws io.facesweep.UserException when it cannot be read, or holds NaN or infinite values
   * @throws IllegalStateException when it was taken before
   */
  public Tensor take(String key, long... expectedShape) {
    return ledger.take(full(key), expectedShape, StateDictLedger.Layout.EXACT);
  }

  /**
   * Takes a matrix [rows, columns], also where it is stored as the 1 x 1 convolution [rows,
   * columns, 1, 1].
   */
  public Tensor takeMatrix(String key, long rows, long columns) {
    return ledger.take(
        full(key), new long[] {rows, columns}, StateDictLedger.Layout.OR_POINTWISE_CONVOLUTION);
  }

  /**
   * Accounts for a tensor that the net does not need, such as a buffer of position ids. It need not
   * be there.
   */
  public void ignore(String key) {
    ledger.ignore(full(key));
  }

  /**
   * Closes the account, of this view's whole checkpoint.
   *
   * @throws io.facesweep.UserException listing every missing, mis-shaped and left-over tensor; all
   *     that was taken is freed then
   */
  public void finish() {
    ledger.finish();
  }

  private String full(String key) {
    return prefix + key;
  }
}
