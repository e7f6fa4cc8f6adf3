package io.facesweep.check;

import io.facesweep.tensor.Tensor;
import java.util.function.Supplier;

/**
 * One computation, whose result is compared.
 *
 * @param name short, such as {@code conv2d}
 * @param body makes a new tensor in the current scope, the same at every call
 */
public record Probe(String name, Supplier<Tensor> body) {}
