package io.facesweep.train;

import io.facesweep.tensor.TensorScope;
import io.facesweep.weights.StateDict;
import io.facesweep.weights.TensorSource;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The nets of a stage on its parameters, twice: with the values that are trained, and with their
 * average.
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
  private final UnaryOperator<TensorSource> rest;
  private final ParameterLayout layout = new ParameterLayout();
  private @Nullable N trained;
  private @Nullable N averaged;

  /**
   * Builds the nets once to learn what parameters they have.
   *
   * @param name of the stage
   */
  public TrainedNets(String name, Builder<N> builder) {
    this(name, UnaryOperator.identity(), builder);
  }

  /**
   * The same for a net of which some tensors stay as they are.
   *
   * @param rest adds those to a source of the others
   */
  TrainedNets(String name, UnaryOperator<TensorSource> rest, Builder<N> builder) {
    this.name = name;
    this.builder = builder;
    this.rest = rest;
    try (TensorScope scope = TensorScope.open()) {
      builder.over(prefix -> dict(layout.recorder(prefix)));
    }
  }

  private StateDict dict(TensorSource own) {
    return StateDict.of(rest.apply(own));
  }

  public ParameterLayout layout() {
    return layout;
  }

  /** Builds them on the parameters of a training. */
  public void bind(Parameters parameters) {
    trained = builder.over(prefix -> dict(parameters.trained(prefix)));
    averaged = builder.over(prefix -> dict(parameters.averaged(prefix)));
  }

  /** Returns them with the values that are trained. */
  public N trained() {
    return bound(trained);
  }

  /** Returns them with the averaged values. */
  public N averaged() {
    return bound(averaged);
  }

  private N bound(@Nullable N nets) {
    if (nets == null) {
      throw new IllegalStateException("Cannot run stage %s: it is not bound".formatted(name));
    }
    return nets;
  }
}
