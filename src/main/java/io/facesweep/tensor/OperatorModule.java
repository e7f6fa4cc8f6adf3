package io.facesweep.tensor;

import ai.djl.engine.EngineException;
import ai.djl.pytorch.jni.TorchBridge;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The compiled operators: {@code operators.py} with the products that suit the loaded library and
 * the processor.
 *
 * <p>oneDNN's products take half the time of MKL's on AMD's processors, where MKL uses no AVX-512.
 * They have no gradient, some libraries are built without them, and on processors without AVX-512
 * they round a row by how many there are, which would break what {@link BatchKernels} promises. So
 * they are tried once, at sizes that tell.
 */
final class OperatorModule {
  private static final Logger LOG = LoggerFactory.getLogger(OperatorModule.class);
  private static final String PLAIN = "products-plain.py";

  /** {items, rows of each, columns summed over, columns}: all differ in a batch with AVX2. */
  private static final List<long[]> TELLING_SIZES =
      List.of(
          new long[] {9, 94, 80, 232},
          new long[] {5, 109, 31, 147},
          new long[] {7, 40, 560, 48},
          new long[] {2, 55, 200, 66},
          new long[] {3, 68, 26, 191},
          new long[] {4, 16, 256, 256});

  private OperatorModule() {}

  /** Loads the operators; the module's handle. */
  static long load() {
    long module;
    try {
      module = TorchBridge.loadModule(OperatorArchive.ofOperators("products-onednn.py"));
    } catch (EngineException e) {
      LOG.debug("This libtorch has no products of oneDNN's", e);
      return TorchBridge.loadModule(OperatorArchive.ofOperators(PLAIN));
    }
    if (treatsRowsAlike(module)) {
      return module;
    }
    LOG.debug("oneDNN's products round by the number of rows here, and are not used");
    TorchBridge.deleteModule(module);
    return TorchBridge.loadModule(OperatorArchive.ofOperators(PLAIN));
  }

  private static boolean treatsRowsAlike(long module) {
    try {
      return TELLING_SIZES.stream().allMatch(size -> alike(module, size));
    } catch (EngineException e) {
      LOG.debug("oneDNN's products do not run here", e);
      return false;
    }
  }

  private static boolean alike(long module, long[] size) {
    long[] arguments = {TorchBridge.boxLong(1), TorchBridge.boxLongs(size)};
    try {
      long answer = TorchBridge.run(module, "rows_alike", arguments);
      try {
        return TorchBridge.unboxLong(answer) == 1;
      } finally {
        TorchBridge.deleteValue(answer);
      }
    } finally {
      for (long argument : arguments) {
        TorchBridge.deleteValue(argument);
      }
    }
  }
}
