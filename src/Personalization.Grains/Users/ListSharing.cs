namespace Personalization.Grains.Users;

/// <summary>Shares the cached lists of one activation with its process while they are valid and durable.</summary>
internal sealed class ListSharing(
    string userKey, LocalLists local, UserTurn turn, UserHistory history, CachedUserLists lists)
{
    private bool _isShared;

    /// <summary>Lets the process read the lists of the present profile, if all of it is durable.</summary>
    public void Share()
    {
        if (turn.IsLost || !history.IsSettled)
        {
            return;
        }

        if (!_isShared)
        {
            local.Share(userKey, lists, history.Readable);
            _isShared = true;
        }

        history.Readable.Open(history.Profile.Version);
    }

    /// <summary>Ends the sharing for good. Safe on any thread.</summary>
    public void End()
    {
        history.Readable.Close();
        local.Remove(userKey, lists);
    }
}
