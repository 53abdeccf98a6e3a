using Personalization.Abstractions.DataQuality;

namespace Personalization.Engine.DataQuality;

/// <summary>
/// The models of one client key. They are fitted again for each block of the day, and while the history is short. Not
/// thread-safe.
/// </summary>
internal sealed class KeyModels(KeyHistory history)
{
    private const double Growth = 1.1;

    private readonly Dictionary<string, ShareModel> _shares = new(StringComparer.Ordinal);
    private VolumeModel? _volume;
    private long _block = -1;
    private TimeSpan _fitted;

    /// <summary>Gets the model of the volume.</summary>
    public VolumeModel Volume(long hour)
    {
        Freshen(hour);
        return _volume ??= VolumeModel.Fit(history);
    }

    /// <summary>Gets the model of a counter's share.</summary>
    public ShareModel Share(string counter, long hour)
    {
        Freshen(hour);
        if (!_shares.TryGetValue(counter, out ShareModel model))
        {
            List<(long, double, double)> cells = [.. history.Cells.Select(cell => (
                cell.Key, (double)cell.Value[counter], (double)Counter.WholeOf(counter, name => cell.Value[name])))];
            _shares[counter] = model = ShareModel.Fit(cells, hour);
        }

        return model;
    }

    /// <summary>Gets every monitored counter of the history except the volume.</summary>
    public IEnumerable<string> Known() => history.Cells.SelectMany(cell => cell.Value.Counts).Select(count => count.Key)
        .Where(name => name != DataQualityCounters.Received && Counter.KindOf(name) is not null)
        .Distinct(StringComparer.Ordinal);

    private void Freshen(long hour)
    {
        long block = hour / ShareModel.BlockHours;
        if (block != _block || history.MonitoredTime > _fitted * Growth || history.MonitoredTime < _fitted / Growth)
        {
            _shares.Clear();
            _volume = null;
            _block = block;
            _fitted = history.MonitoredTime;
        }
    }
}
