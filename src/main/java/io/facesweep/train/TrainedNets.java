package io.facesweep.train;

import io.facesweep.tensor.DType;
import io.facesweep.tensor.TensorScope;
import io.facesweep.weights.StateDict;
import io.facesweep.weights.TensorSource;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The nets of a stage on its parameters, twice: with the values that are trained, and with their
 * average. Where their tensors are not the parameters themselves, but computed from those, they are
 * built anew each time that they are asked for, and are of the caller's scope.
 *
 * @param <N> a net, or what holds several
 */
public final class TrainedNets<N> {
  /** Builds the nets over tensors. */
  @FunctionalInterface
  public interface Builder<N> {
    /**
     * Returns the nets.
     *
     * @param tensors gives those whose names in the stage begin with a prefix, without it
     */
    N over(Function<String, StateDict> tensors);
  }

  private final String name;
  private final Builder<N> builder;
  private final DType type;
  private final UnaryOperator<TensorSource> tuning;
  private final boolean areComputed;
  private final ParameterLayout layout = new ParameterLayout();
  private @Nullable Parameters parameters;
  private @Nullable N trained;
  private @Nullable N averaged;

  /**
   * Builds the nets once to learn what parameters they have.
   *
   * @param name of the stage
   */
  public TrainedNets(String name, Builder<N> builder) {
    this(name, DType.FLOAT32, builder);
  }

  /**
   * The same for nets that compute in another type than that of the parameters, float32.
   *
   * @param type of the nets' tensors
   */
  TrainedNets(String name, DType type, Builder<N> builder) {
    this(name, type, UnaryOperator.identity(), type != DType.FLOAT32, builder);
  }

  /**
   * The same for a net whose tensors are not the parameters alone.
   *
   * @param tuning gives the net's tensors from a source of the parameters
   */
  TrainedNets(String name, DType type, UnaryOperator<TensorSource> tuning, Builder<N> builder) {
    this(name, type, tuning, true, builder);
  }

  private TrainedNets(
      String name,
      DType type,
      UnaryOperator<TensorSource> tuning,
      boolean areComputed,
      Builder<N> builder) {
    this.name = name;
    this.type = type;
    this.tuning = tuning;
    this.areComputed = areComputed;
    this.builder = builder;
    try (TensorScope scope = TensorScope.open()) {
      builder.over(prefix -> StateDict.of(tuning.apply(layout.recorder(prefix))));
    }
  }

  private N over(Function<String, TensorSource> source) {
    return builder.over(
        prefix -> {
          TensorSource tensors = tuning.apply(source.apply(prefix));
          return StateDict.of((key, shape) -> tensors.tensor(key, shape).to(type));
        });
  }

  /** Returns what the nets compute in. */
  DType type() {
    return type;
  }

  public ParameterLayout layout() {
    return layout;
  }

  /** Builds them on the parameters of a training. */
  public void bind(Parameters of) {
    parameters = of;
    if (!areComputed) {
      trained = over(of::trained);
      averaged = over(of::averaged);
    }
  }

  /** Returns them with the values that are trained. */
  public N trained() {
    return trained == null ? over(bound()::trained) : trained;
  }

  /** Returns them with the averaged values. */
  public N averaged() {
    return averaged == null ? over(bound()::averaged) : averaged;
  }

  private Parameters bound() {
    if (parameters == null) {
      throw new IllegalStateException("Cannot run stage %s: it is not bound".formatted(name));
    }
    return parameters;
  }
}
