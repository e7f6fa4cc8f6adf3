package io.facesweep.check;

import io.facesweep.config.SweepConfig;
import io.facesweep.face.FaceModels;
import io.facesweep.synthesis.NumberFormats;
import io.facesweep.tensor.DType;
import io.facesweep.tensor.Device;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Checks a device from the library up: operators, nets, a render, steps. What fails is a finding
 * with what to do next, and the rest is checked all the same.
 */
public final class DeviceCheck {
  /** Overrides with which a configuration is to be loaded: few steps, of each kind. */
  public static final List<String> SHORT = StepTimes.SHORT;

  private static final List<DType> FORMATS = List.of(DType.FLOAT32, DType.FLOAT16, DType.BFLOAT16);

  private final String version;
  private final Map<String, String> environment;
  private final Consumer<Finding> listener;
  private final List<Finding> findings = new ArrayList<>();
  private final Map<String, String> facts = new LinkedHashMap<>();

  /**
   * Prepares a check.
   *
   * @param version of FaceSweep
   * @param environment variables of the process
   * @param listener hears of every finding as it comes
   */
  public DeviceCheck(String version, Map<String, String> environment, Consumer<Finding> listener) {
    this.version = version;
    this.environment = environment;
    this.listener = listener;
  }

  /**
   * Checks a device; takes a few seconds on a CPU with small nets.
   *
   * @param wanted opens the device, or throws what hinders it
   * @param config whose nets and first trial are looked at; null leaves both out
   */
  public CheckReport run(Supplier<Device> wanted, @Nullable SweepConfig config) {
    long start = System.nanoTime();
    facts.putAll(Surroundings.ofProcess(version, environment));
    Device opened = null;
    List<StepTime> steps = new ArrayList<>();
    if (isLibraryThere()) {
      opened = open(wanted);
      steps.addAll(check(opened == null ? Device.CPU : opened, config));
    }
    return new CheckReport(
        facts,
        opened == null ? Device.CPU.toString() : opened.toString(),
        opened != null,
        findings,
        steps,
        (System.nanoTime() - start) * 1e-9);
  }

  private boolean isLibraryThere() {
    try {
      facts.putAll(Surroundings.ofLibrary());
      return true;
    } catch (RuntimeException | LinkageError e) {
      add(Finding.failed("library", "loading", "", e));
      return false;
    }
  }

  private @Nullable Device open(Supplier<Device> wanted) {
    try {
      return wanted.get();
    } catch (RuntimeException e) {
      add(Finding.failed("device", "opening", "", e));
      return null;
    }
  }

  private List<StepTime> check(Device device, @Nullable SweepConfig config) {
    DType computed =
        config == null
            ? device.computeType()
            : NumberFormats.of(config.models().dtype(), device.computeType());
    compare(new OperatorProbes(), device, computed, FORMATS);
    compare(
        new RenderProbes(FaceModels.open("builtin:head")),
        device,
        DType.FLOAT32,
        List.of(DType.FLOAT32));
    if (config == null) {
      String next = "no configuration names a checkpoint: add one to the command line";
      add(Finding.of("nets", "opening", "", Verdict.SKIPPED, next));
      return List.of();
    }
    compare(new NetProbes(config.models()), device, computed, FORMATS);
    try {
      return new StepTimes(config, device).measure();
    } catch (RuntimeException e) {
      add(Finding.failed("steps", "trial", device.toString(), e));
      return List.of();
    }
  }

  /**
   * Compares in several number formats.
   *
   * @param computed what nets compute in; that and float32 must be right
   */
  private void compare(ProbeGroup group, Device device, DType computed, List<DType> formats) {
    DeviceComparison comparison = new DeviceComparison(this::add);
    if (!device.isCuda()) {
      comparison.compareBatches(group);
    }
    for (DType format : formats) {
      Place place = new Place(device, format);
      if (!place.equals(group.reference())) {
        boolean isUsed = format == DType.FLOAT32 || format == computed;
        comparison.compare(group, List.of(place), isUsed ? Verdict.FAILED : Verdict.UNUSABLE);
      }
    }
  }

  private void add(Finding finding) {
    findings.add(finding);
    listener.accept(finding);
  }
}
