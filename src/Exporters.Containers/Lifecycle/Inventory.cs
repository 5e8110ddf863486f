using Exporters.Containers.Usage;

namespace Exporters.Containers.Lifecycle;

/// <summary>Where the watcher leaves what it knows, and the collectors find it.</summary>
internal sealed class Inventory
{
    private volatile InventorySnapshot _current = InventorySnapshot.Empty;
    private volatile IReadOnlyList<FilesystemUse> _filesystems = [];
    private volatile FilesystemUse? _layerFilesystem;
    private volatile IReadOnlyDictionary<string, long>? _layers;
    private volatile bool _ready;

    /// <summary>The latest.</summary>
    public InventorySnapshot Current => _current;

    /// <summary>The machine's own file systems; replaced each round.</summary>
    public IReadOnlyList<FilesystemUse> Filesystems
    {
        get => _filesystems;
        set => _filesystems = value;
    }

    /// <summary>The file system that holds the writable layers; null where it is unknown. Replaced each round.</summary>
    public FilesystemUse? LayerFilesystem
    {
        get => _layerFilesystem;
        set => _layerFilesystem = value;
    }

    /// <summary>Bytes of writable layers by container, as last measured; null unless they are.</summary>
    public IReadOnlyDictionary<string, long>? Layers
    {
        get => _layers;
        set => _layers = value;
    }

    /// <summary>Whether a first round was completed, with or without a daemon.</summary>
    public bool IsReady => _ready;

    public void Publish(InventorySnapshot snapshot)
    {
        _current = snapshot;
        _ready = true;
    }
}
