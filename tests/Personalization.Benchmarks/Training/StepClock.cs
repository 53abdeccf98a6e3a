using System.Globalization;
using Personalization.Benchmarks.Engines;
using Personalization.Engine.Training;

namespace Personalization.Benchmarks.Training;

/// <summary>Measures the cost of each step of a training, from its progress reports.</summary>
internal sealed class StepClock(TextWriter output) : IProgress<TrainingProgress>
{
    private readonly List<TrainingStep> _steps = [];
    private string? _step;
    private long _started;
    private TimeSpan _processor;

    /// <summary>Gets the finished steps in order.</summary>
    public IReadOnlyList<TrainingStep> Steps => _steps;

    /// <inheritdoc/>
    public void Report(TrainingProgress value)
    {
        if (value.Step != _step)
        {
            Begin(value.Step);
        }
    }

    /// <summary>Ends the current step and starts the next one; null starts none.</summary>
    public void Begin(string? step)
    {
        if (_step is not null)
        {
            _steps.Add(new(
                _step,
                TimeProvider.System.GetElapsedTime(_started).TotalSeconds,
                (Environment.CpuUsage.TotalTime - _processor).TotalSeconds,
                ProcessMemory.Of(Environment.ProcessId).Peak));
            TrainingStep done = _steps[^1];
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{_step}: {done.Seconds:0.0} s, {done.ProcessorSeconds:0.0} s of CPU time, "
                    + $"peak {done.PeakBytes >> 20:N0} MB"));
        }

        _step = step;
        _started = TimeProvider.System.GetTimestamp();
        _processor = Environment.CpuUsage.TotalTime;
        ProcessMemory.ResetPeak(Environment.ProcessId);
    }
}
