using Personalization.Benchmarks.Engines;
using Personalization.Engine.Training;

namespace Personalization.Benchmarks.Training;

/// <summary>Notes what each part of a training costs, by what it reports of its progress.</summary>
internal sealed class StepClock(TextWriter output) : IProgress<TrainingProgress>
{
    private readonly List<TrainingStep> _steps = [];
    private string? _step;
    private long _started;
    private TimeSpan _processor;

    /// <summary>The parts so far, in order.</summary>
    public IReadOnlyList<TrainingStep> Steps => _steps;

    /// <inheritdoc/>
    public void Report(TrainingProgress value)
    {
        if (value.Step != _step)
        {
            Begin(value.Step);
        }
    }

    /// <summary>Ends a part and begins the next; null for none.</summary>
    public void Begin(string? step)
    {
        if (_step is not null)
        {
            _steps.Add(new(
                _step,
                TimeProvider.System.GetElapsedTime(_started).TotalSeconds,
                (Environment.CpuUsage.TotalTime - _processor).TotalSeconds,
                ProcessMemory.Of(Environment.ProcessId).Peak));
            output.WriteLine(
                FormattableString.Invariant(
                    $"{_step}: {_steps[^1].Seconds:0.0} s, {_steps[^1].ProcessorSeconds:0.0} s of processor, {_steps[^1].PeakBytes >> 20:N0} MB at most"));
        }

        _step = step;
        _started = TimeProvider.System.GetTimestamp();
        _processor = Environment.CpuUsage.TotalTime;
        ProcessMemory.ResetPeak(Environment.ProcessId);
    }
}
