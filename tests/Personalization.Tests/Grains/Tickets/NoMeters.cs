using System.Diagnostics.Metrics;

namespace Personalization.Tests.Grains.Tickets;

/// <summary>Creates meters that nothing reads.</summary>
internal sealed class NoMeters : IMeterFactory
{
    public Meter Create(MeterOptions options) => new(options);

    public void Dispose()
    {
    }
}
