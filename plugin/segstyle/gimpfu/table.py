"""GIMP 2.10's procedures that GIMP 3 calls otherwise.

RENAMED: another name, the same arguments; _OLDER are names that were old in 2.10 already.
REARRANGED: 2.10's name and arguments → today's name and what it is given, in its order: 2.10's
arguments, or numbers. What GIMP 3 has not stands in ``absent``. Names that the table
does not have are called as they are.
"""

_RENAMED = """
gimp-buffers-get-list gimp-buffers-get-name-list
gimp-display-is-valid gimp-display-id-is-valid
gimp-drawable-bpp gimp-drawable-get-bpp
gimp-drawable-height gimp-drawable-get-height
gimp-drawable-offsets gimp-drawable-get-offsets
gimp-drawable-width gimp-drawable-get-width
gimp-edit-clear gimp-drawable-edit-clear
gimp-edit-fill gimp-drawable-edit-fill
gimp-edit-stroke gimp-drawable-edit-stroke-selection
gimp-edit-stroke-vectors gimp-drawable-edit-stroke-item
gimp-edit-paste-as-new gimp-edit-paste-as-new-image
gimp-edit-named-paste-as-new gimp-edit-named-paste-as-new-image
gimp-equalize gimp-drawable-equalize
gimp-image-base-type gimp-image-get-base-type
gimp-image-freeze-vectors gimp-image-freeze-paths
gimp-image-get-vectors gimp-image-get-paths
gimp-image-get-vectors-by-name gimp-image-get-path-by-name
gimp-image-get-vectors-by-tattoo gimp-image-get-path-by-tattoo
gimp-image-height gimp-image-get-height
gimp-image-insert-vectors gimp-image-insert-path
gimp-image-is-valid gimp-image-id-is-valid
gimp-image-list gimp-get-images
gimp-image-remove-vectors gimp-image-remove-path
gimp-image-set-filename gimp-image-set-file
gimp-image-thaw-vectors gimp-image-thaw-paths
gimp-image-width gimp-image-get-width
gimp-item-is-channel gimp-item-id-is-channel
gimp-item-is-drawable gimp-item-id-is-drawable
gimp-item-is-layer gimp-item-id-is-layer
gimp-item-is-layer-mask gimp-item-id-is-layer-mask
gimp-item-is-selection gimp-item-id-is-selection
gimp-item-is-text-layer gimp-item-id-is-text-layer
gimp-item-is-valid gimp-item-id-is-valid
gimp-item-is-vectors gimp-item-id-is-path
gimp-layer-translate gimp-item-transform-translate
gimp-levels-stretch gimp-drawable-levels-stretch
gimp-palette-entry-get-color gimp-palette-get-entry-color
gimp-palette-entry-get-name gimp-palette-get-entry-name
gimp-palette-entry-set-color gimp-palette-set-entry-color
gimp-palette-entry-set-name gimp-palette-set-entry-name
gimp-palette-get-info gimp-palette-get-color-count
gimp-posterize gimp-drawable-posterize
gimp-temp-name gimp-temp-file
gimp-vectors-bezier-stroke-conicto gimp-path-bezier-stroke-conicto
gimp-vectors-bezier-stroke-cubicto gimp-path-bezier-stroke-cubicto
gimp-vectors-bezier-stroke-lineto gimp-path-bezier-stroke-lineto
gimp-vectors-bezier-stroke-new-ellipse gimp-path-bezier-stroke-new-ellipse
gimp-vectors-bezier-stroke-new-moveto gimp-path-bezier-stroke-new-moveto
gimp-vectors-copy gimp-path-copy
gimp-vectors-new gimp-path-new
gimp-vectors-new-from-text-layer gimp-path-new-from-text-layer
gimp-vectors-remove-stroke gimp-path-remove-stroke
gimp-vectors-stroke-close gimp-path-stroke-close
gimp-vectors-stroke-flip gimp-path-stroke-flip
gimp-vectors-stroke-flip-free gimp-path-stroke-flip-free
gimp-vectors-stroke-get-length gimp-path-stroke-get-length
gimp-vectors-stroke-get-point-at-dist gimp-path-stroke-get-point-at-dist
gimp-vectors-stroke-rotate gimp-path-stroke-rotate
gimp-vectors-stroke-scale gimp-path-stroke-scale
gimp-vectors-stroke-translate gimp-path-stroke-translate
"""

_OLDER = """
gimp-blend gimp-edit-blend
gimp-brushes-get-opacity gimp-context-get-opacity
gimp-brushes-get-paint-mode gimp-context-get-paint-mode
gimp-brushes-list gimp-brushes-get-list
gimp-brushes-set-brush gimp-context-set-brush
gimp-brushes-set-opacity gimp-context-set-opacity
gimp-brushes-set-paint-mode gimp-context-set-paint-mode
gimp-bucket-fill gimp-edit-bucket-fill
gimp-channel-delete gimp-item-delete
gimp-channel-get-image gimp-item-get-image
gimp-channel-get-linked gimp-item-get-linked
gimp-channel-get-name gimp-item-get-name
gimp-channel-get-tattoo gimp-item-get-tattoo
gimp-channel-get-visible gimp-item-get-visible
gimp-channel-ops-duplicate gimp-image-duplicate
gimp-channel-ops-offset gimp-drawable-offset
gimp-channel-set-linked gimp-item-set-linked
gimp-channel-set-name gimp-item-set-name
gimp-channel-set-tattoo gimp-item-set-tattoo
gimp-channel-set-visible gimp-item-set-visible
gimp-color-picker gimp-image-pick-color
gimp-convert-grayscale gimp-image-convert-grayscale
gimp-convert-indexed gimp-image-convert-indexed
gimp-convert-rgb gimp-image-convert-rgb
gimp-crop gimp-image-crop
gimp-drawable-bytes gimp-drawable-get-bpp
gimp-drawable-delete gimp-item-delete
gimp-drawable-get-image gimp-item-get-image
gimp-drawable-get-linked gimp-item-get-linked
gimp-drawable-get-name gimp-item-get-name
gimp-drawable-get-tattoo gimp-item-get-tattoo
gimp-drawable-get-visible gimp-item-get-visible
gimp-drawable-image gimp-item-get-image
gimp-drawable-is-channel gimp-item-id-is-channel
gimp-drawable-is-layer gimp-item-id-is-layer
gimp-drawable-is-layer-mask gimp-item-id-is-layer-mask
gimp-drawable-is-text-layer gimp-item-id-is-text-layer
gimp-drawable-is-valid gimp-item-id-is-valid
gimp-drawable-parasite-attach gimp-item-attach-parasite
gimp-drawable-parasite-detach gimp-item-detach-parasite
gimp-drawable-parasite-find gimp-item-get-parasite
gimp-drawable-parasite-list gimp-item-get-parasite-list
gimp-drawable-set-linked gimp-item-set-linked
gimp-drawable-set-name gimp-item-set-name
gimp-drawable-set-tattoo gimp-item-set-tattoo
gimp-drawable-set-visible gimp-item-set-visible
gimp-gradients-get-active gimp-context-get-gradient
gimp-gradients-get-gradient gimp-context-get-gradient
gimp-gradients-list gimp-gradients-get-list
gimp-gradients-set-active gimp-context-set-gradient
gimp-gradients-set-gradient gimp-context-set-gradient
gimp-image-active-drawable gimp-image-get-active-drawable
gimp-image-floating-selection gimp-image-get-floating-sel
gimp-image-get-channel-position gimp-image-get-item-position
gimp-image-get-cmap gimp-image-get-colormap
gimp-image-get-layer-position gimp-image-get-item-position
gimp-image-get-vectors-position gimp-image-get-item-position
gimp-image-lower-vectors gimp-image-lower-item
gimp-image-lower-vectors-to-bottom gimp-image-lower-item-to-bottom
gimp-image-parasite-attach gimp-image-attach-parasite
gimp-image-parasite-detach gimp-image-detach-parasite
gimp-image-parasite-find gimp-image-get-parasite
gimp-image-parasite-list gimp-image-get-parasite-list
gimp-image-raise-vectors gimp-image-raise-item
gimp-image-raise-vectors-to-top gimp-image-raise-item-to-top
gimp-image-set-cmap gimp-image-set-colormap
gimp-layer-delete gimp-item-delete
gimp-layer-get-image gimp-item-get-image
gimp-layer-get-linked gimp-item-get-linked
gimp-layer-get-name gimp-item-get-name
gimp-layer-get-preserve-trans gimp-layer-get-lock-alpha
gimp-layer-get-tattoo gimp-item-get-tattoo
gimp-layer-get-visible gimp-item-get-visible
gimp-layer-mask gimp-layer-get-mask
gimp-layer-mode gimp-layer-get-mode
gimp-layer-set-linked gimp-item-set-linked
gimp-layer-set-name gimp-item-set-name
gimp-layer-set-preserve-trans gimp-layer-set-lock-alpha
gimp-layer-set-tattoo gimp-item-set-tattoo
gimp-layer-set-visible gimp-item-set-visible
gimp-palette-get-background gimp-context-get-background
gimp-palette-get-foreground gimp-context-get-foreground
gimp-palette-refresh gimp-palettes-refresh
gimp-palette-set-background gimp-context-set-background
gimp-palette-set-default-colors gimp-context-set-default-colors
gimp-palette-set-foreground gimp-context-set-foreground
gimp-palette-swap-colors gimp-context-swap-colors
gimp-palettes-set-palette gimp-context-set-palette
gimp-parasite-attach gimp-attach-parasite
gimp-parasite-detach gimp-detach-parasite
gimp-parasite-find gimp-get-parasite
gimp-parasite-list gimp-get-parasite-list
gimp-patterns-list gimp-patterns-get-list
gimp-patterns-set-pattern gimp-context-set-pattern
gimp-selection-clear gimp-selection-none
gimp-temp-PDB-name gimp-procedural-db-temp-name
gimp-undo-push-group-end gimp-image-undo-group-end
gimp-undo-push-group-start gimp-image-undo-group-start
gimp-vectors-delete gimp-item-delete
gimp-vectors-get-image gimp-item-get-image
gimp-vectors-get-linked gimp-item-get-linked
gimp-vectors-get-name gimp-item-get-name
gimp-vectors-get-tattoo gimp-item-get-tattoo
gimp-vectors-get-visible gimp-item-get-visible
gimp-vectors-is-valid gimp-item-id-is-valid
gimp-vectors-parasite-attach gimp-item-attach-parasite
gimp-vectors-parasite-detach gimp-item-detach-parasite
gimp-vectors-parasite-find gimp-item-get-parasite
gimp-vectors-parasite-list gimp-item-get-parasite-list
gimp-vectors-set-linked gimp-item-set-linked
gimp-vectors-set-name gimp-item-set-name
gimp-vectors-set-tattoo gimp-item-set-tattoo
gimp-vectors-set-visible gimp-item-set-visible
"""

_REARRANGED = """
gimp-channel-new image width height name opacity color
    gimp-channel-new image name width height opacity color
gimp-file-load-layer image file
    gimp-file-load-layer 1 image file
gimp-image-add-channel image channel position
    gimp-image-insert-channel image channel None position
gimp-image-add-layer image layer position
    gimp-image-insert-layer image layer None position
gimp-image-add-vectors image vectors position
    gimp-image-insert-path image vectors None position
gimp-image-add-layer-mask image layer mask
    gimp-layer-add-mask layer mask
gimp-image-remove-layer-mask image layer mode
    gimp-layer-remove-mask layer mode
gimp-image-lower-channel image item
    gimp-image-lower-item image item
gimp-image-lower-layer image item
    gimp-image-lower-item image item
gimp-image-lower-layer-to-bottom image item
    gimp-image-lower-item-to-bottom image item
gimp-image-merge-layer-group image group
    gimp-group-layer-merge group
gimp-image-raise-channel image item
    gimp-image-raise-item image item
gimp-image-raise-layer image item
    gimp-image-raise-item image item
gimp-image-raise-layer-to-top image item
    gimp-image-raise-item-to-top image item
gimp-image-set-active-channel image channel
    gimp-image-set-selected-channels image channel
gimp-image-set-active-layer image layer
    gimp-image-set-selected-layers image layer
gimp-image-set-active-vectors image vectors
    gimp-image-set-selected-paths image vectors
gimp-layer-group-new image
    gimp-group-layer-new image None
gimp-layer-new image width height type name opacity mode
    gimp-layer-new image name width height type opacity mode
gimp-text-fontname image drawable x y text border antialias size size-type fontname
    gimp-text-font image drawable x y text border antialias size fontname
gimp-text-get-extents-fontname text size size-type fontname
    gimp-text-get-extents-font text size fontname
gimp-vectors-export-to-file image file vectors
    gimp-image-export-path-to-file image file vectors
gimp-vectors-export-to-string image vectors
    gimp-image-export-path-to-string image vectors
gimp-vectors-import-from-file image file merge scale
    gimp-image-import-paths-from-file image file merge scale
gimp-vectors-import-from-string image string length merge scale
    gimp-image-import-paths-from-string image string length merge scale
gimp-flip drawable flip-type
    gimp-item-transform-flip-simple drawable flip-type 1 0
plug-in-autocrop image drawable
    gimp-image-autocrop image drawable
plug-in-autocrop-layer image drawable
    gimp-image-autocrop-selected-layers image drawable
"""

RENAMED = dict(line.split() for line in (_RENAMED + _OLDER).split("\n") if line)
"""2.10's name → today's, or one of those that the shim does itself."""

_lines = [line.split() for line in _REARRANGED.strip().splitlines()]
REARRANGED = {
    then[0]: (then[1:], now[0], now[1:])
    for then, now in zip(_lines[::2], _lines[1::2], strict=True)
}
"""2.10's name → its arguments, today's name, and what that is given."""
