package io.facesweep.bench;

import io.facesweep.tensor.DType;
import io.facesweep.tensor.Functional;
import io.facesweep.tensor.GradMode;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import io.facesweep.tensor.Torch;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Times what a call of libtorch costs from Java, on tensors so small that nothing is left to
 * compute: operators by way of TorchScript, and one that is called at once. Prints a line of JSON
 * for each, of {@value #CALLS} calls: milliseconds are microseconds of one.
 */
@Command(
    name = "CallBench",
    mixinStandardHelpOptions = true,
    description = "Times calls of libtorch on tiny tensors; prints JSON lines.")
public final class CallBench implements Callable<Integer> {
  private static final int CALLS = 1000;

  @Option(names = "--repeats", description = "samples wanted (default ${DEFAULT-VALUE})")
  int repeats = 7;

  @Option(names = "--max-tries", description = "samples at most (default ${DEFAULT-VALUE})")
  int tries = 15;

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new CallBench()).execute(arguments));
  }

  @Override
  public Integer call() {
    Torch.threads(1);
    System.out.println("# PyTorch " + Torch.version());
    Stopwatch watch = new Stopwatch(20, repeats, tries);
    try (TensorScope scope = TensorScope.open();
        GradMode off = GradMode.disabled()) {
      Tensor x = Tensor.ones(1, 4);
      Tensor weight = Tensor.ones(4, 4);
      Tensor bias = Tensor.ones(4);
      print(watch, "neg (TorchScript)", x::neg);
      print(watch, "add", () -> x.add(x));
      print(watch, "linear (TorchScript)", () -> Functional.linear(x, weight, bias));
      Tensor half = x.to(DType.FLOAT16);
      Tensor halfWeight = weight.to(DType.FLOAT16);
      Tensor halfBias = bias.to(DType.FLOAT16);
      print(
          watch,
          "linear, float16 (TorchScript)",
          () -> Functional.linear(half, halfWeight, halfBias));
    }
    return 0;
  }

  private static void print(Stopwatch watch, String what, Runnable operator) {
    System.out.println(
        watch.measure(
            what,
            () -> {
              for (int i = 0; i < CALLS; i++) {
                operator.run();
              }
            }));
  }
}
